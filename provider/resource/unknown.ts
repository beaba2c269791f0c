/** What the engine puts, at preview, in place of a value that is not known yet; at any depth, whatever the type. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is not known yet. */
export function isUnknown(value: unknown): boolean {
  return value === unknownValue;
}

/** Whether a value, or anything inside it, is not known yet. */
export function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return (
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([key, item]) => isUnknown(key) || holdsUnknown(item))
  );
}
