/** `CREATE` and names: `CREATE TABLE`, `CREATE VIEW`. */
export function each<const V extends string, const N extends readonly string[]>(
  verb: V,
  names: N,
): readonly `${V} ${N[number]}`[] {
  return names.map((name) => `${verb} ${name}` as const);
}
