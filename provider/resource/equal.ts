import { isDeepStrictEqual } from "node:util";

/** Whether two canonical values are the same. */
export function same(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(left, right);
}
