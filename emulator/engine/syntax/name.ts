/** A name as a statement writes it, up to three parts, each in its stored form. */
export interface QualifiedName {
  parts: string[];
  /** `db..name`: the schema in between is PUBLIC. */
  text: string;
  /** What stands behind the name of a kind that needs more than a name: `(NUMBER, VARCHAR)`. */
  signature?: string;
}

/** One identifier as text: bare when it can be, else in quotes. */
export function identifierText(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Parts of a name joined by dots, quoted where needed. */
export function qualifiedText(parts: readonly string[]): string {
  return parts.map(identifierText).join(".");
}
