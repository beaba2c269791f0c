import type { Json } from "../../catalog/object";

/** A specification as DESCRIBE SERVICE shows it: YAML with its texts in double quotes. */
export function printSpecification(specification: unknown): string {
  return `---\n${members(specification as { [name: string]: Json }, "").join("\n")}\n`;
}

/** The lines of a mapping. */
function members(mapping: { [name: string]: Json }, indent: string): string[] {
  return Object.entries(mapping).flatMap(([name, value]) => {
    const key = `${indent}${printKey(name)}:`;
    if (isEmpty(value)) return [`${key} ${Array.isArray(value) ? "[]" : "{}"}`];
    if (Array.isArray(value)) return [key, ...items(value, indent)];
    if (typeof value === "object" && value !== null) return [key, ...members(value, `${indent}  `)];
    return [`${key} ${printScalar(value)}`];
  });
}

/** The lines of a list, as far to the right as the key that it belongs to. */
function items(list: readonly Json[], indent: string): string[] {
  return list.flatMap((item) => {
    if (typeof item !== "object" || item === null) return [`${indent}- ${printScalar(item)}`];
    const lines = Array.isArray(item) ? items(item, `${indent}  `) : members(item, `${indent}  `);
    const [first = "{}", ...others] = lines;
    return [`${indent}- ${first.trimStart()}`, ...others];
  });
}

function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function printKey(name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_./-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}

function printScalar(value: Json): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
