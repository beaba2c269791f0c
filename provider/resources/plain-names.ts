import type { Rule } from "../resource/definition";
import { isUnknown } from "../resource/unknown";

/**
 * A kind that takes only names without quotes, its own and those of what it stands in.
 *
 * @param noun - In the user's words, in the plural: `Compute pools`.
 * @param keys - The properties that hold the names.
 */
export function plainNames(noun: string, keys: readonly string[]): Rule {
  return {
    of: keys,
    problem: (values) =>
      keys.flatMap((key) => {
        const name = values[key];
        if (typeof name !== "string" || isUnknown(name) || !name.startsWith('"')) return [];
        return [{ path: key, message: `${JSON.stringify(name)} ${sentence(noun, key, name)}` }];
      }),
  };
}

function sentence(noun: string, key: string, name: string): string {
  const own = name.slice(1, -1).replaceAll('""', '"');
  const nearest = own.replaceAll(/[^A-Za-z0-9_$]+/g, "_").replace(/^(?=[0-9$])/, "_");
  const plain = nearest.toUpperCase() === own ? `${nearest}_` : nearest;
  const where = key === "name" ? "" : `, and none stands in a ${key} with such a name`;
  return (
    `needs quotes. ${noun} take only names without quotes${where}: letters, digits, _ and $, no matter in which letter case, and no ` +
    `reserved word. Use a name like ${JSON.stringify(plain.toUpperCase())}`
  );
}
