import { setup as putInPlace } from "../tools/setup.mjs";

/** Tests of whole programs run what is in `dist/`: builds it, if the sources have changed. */
export async function setup(): Promise<void> {
  await putInPlace().catch((error: Error) => {
    console.warn(`${error.message}\nThe tests run what was built before.`);
  });
}
