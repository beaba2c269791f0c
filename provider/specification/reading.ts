import { isUnknown } from "../resource/unknown";

/** Fields of an object; none if it is something else, or not known yet. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Items of a list; none if it is something else, or not known yet. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that is known. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && !isUnknown(value) ? value : undefined;
}

/** Known texts of one field of a list's items, with their places. */
export function namesIn(list: unknown, field: string): readonly { readonly name: string; readonly index: number }[] {
  return itemsOf(list).flatMap((item, index) => {
    const name = textOf(fieldsOf(item)[field]);
    return name === undefined ? [] : [{ name, index }];
  });
}

/** Whether every name of a list's items is known, so that a name which is not among them does not exist. */
export function namesAreKnown(list: unknown, field: string): boolean {
  if (list !== undefined && !Array.isArray(list)) return false;
  return !itemsOf(list).some((item) => isUnknown(item) || isUnknown(fieldsOf(item)[field]));
}
