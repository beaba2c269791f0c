import { containerOf } from "../resource/names";
import type { Reading } from "../resource/property";
import { quoted, sql } from "../sql";

/** The word for procedures that people have made, in SHOW. */
export const plural = "USER PROCEDURES";

/** What DESCRIBE tells of a procedure, by property; concurrent callers share the statement. */
export async function described({ client, name, freshness }: Reading): Promise<Readonly<Record<string, string>>> {
  const statement = sql`DESCRIBE PROCEDURE ${quoted(...name)}`;
  const rows = await client.listing({ container: containerOf({ plural }, name), statement }, freshness);
  return Object.fromEntries(rows.flatMap(({ property, value }) => (property && value ? [[property, value]] : [])));
}

/** Reads a list such as `['a==1','b']`, `[@DB.S.STAGE/f.py, @~/g.py]` or `[NET]`. */
export function listed(text: string): readonly string[] {
  const inner = /^\s*\[([\s\S]*)\]\s*$/.exec(text)?.[1] ?? text;
  const pieces = inner.match(/(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|[^,'"])+/g) ?? [];
  return pieces.flatMap((piece) => {
    const [, literal] = /^'([\s\S]*)'$/.exec(piece.trim()) ?? [];
    const item = literal?.replaceAll("''", "'") ?? piece.trim();
    return item === "" ? [] : [item];
  });
}
