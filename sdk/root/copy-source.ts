import {
  canonicalName,
  canonicalQualified,
  IdentifierError,
  parseQualified,
  type StoredName,
} from "../../provider/sql";

type Written = Readonly<Record<string, unknown>>;

/** Names of sources that say less than all of it are of the same place: `clone: "EVENTS"` is of the table's own schema. */
export function withSourcesInPlace(written: Written, place: readonly StoredName[]): Written {
  const { clone, like } = written;
  const copied = typeof clone === "string" ? { source: clone } : clone;
  return {
    ...written,
    ...(like === undefined ? {} : { like: inPlace(like, place) }),
    ...(copied === undefined
      ? {}
      : { clone: isCopy(copied) ? { ...copied, source: inPlace(copied.source, place) } : copied }),
  };
}

/** What is no name is left as it is, for whoever checks it. */
function inPlace(name: unknown, place: readonly StoredName[]): unknown {
  if (typeof name !== "string") return name;
  try {
    const parts = parseQualified(name);
    const missing = place.length + 1 - parts.length;
    return missing <= 0 ? name : [...place.slice(0, missing).map(canonicalName), canonicalQualified(parts)].join(".");
  } catch (error) {
    if (error instanceof IdentifierError) return name;
    throw error;
  }
}

function isCopy(clone: unknown): clone is { readonly source: unknown } {
  return typeof clone === "object" && clone !== null && "source" in clone;
}
