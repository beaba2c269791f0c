import { distance } from "fastest-levenshtein";

/** The one of the names that somebody may have meant, if one is near. */
export function nearName(written: string, names: readonly string[]): string | undefined {
  return names
    .map((name) => ({ name, far: distance(name.toLowerCase(), written.toLowerCase().slice(0, 100)) }))
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(name.length / 3)))
    .sort((left, right) => left.far - right.far)[0]?.name;
}

/** What to say after a name that does not exist: the near one, or all that do. */
export function meant(written: string, names: readonly string[], { none }: { readonly none: string }): string {
  const near = nearName(written, names);
  if (near !== undefined) return `did you mean ${near}?`;
  return names.length === 0 ? none : `there is ${names.join(", ")}`;
}
