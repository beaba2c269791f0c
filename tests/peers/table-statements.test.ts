import { beforeAll, describe, expect, test } from "vitest";
import { createStatements } from "../../provider/resource";
import { namesOf } from "../../provider/resource/names";
import type { Values } from "../../provider/resource/property";
import { dropStatement, renameStatement, updateStatements } from "../../provider/resource/statements";
import { validate } from "../../provider/resource/validate";
import type { CanonicalColumn } from "../../provider/resources/column";
import type { CanonicalKey } from "../../provider/resources/key";
import { table } from "../../provider/resources/table";
import { parseQualified, storedName } from "../../provider/sql";
import { declared, type Example, examples } from "../resources/examples";
import { literalsOf, type Parsed, parse } from "./parse";
import { expectOneTableStatement } from "./statement-forms";
import { tableChanges } from "./table-changes";

type Written = Readonly<Record<string, unknown>>;

const changes = tableChanges.map(([what, before, after]) => changeOf(what, before, after));
const properties = Object.entries<Example>(examples.table).map(([key, example]) =>
  changeOf(key, declared(example, key, "a"), declared(example, key, "b"), declared(example, key, "without")),
);
const x = namesOf(table, canonical({ columns: [{ name: "a", type: "int" }] }));
const moved = [storedName("OTHER DB"), storedName("OTHER"), storedName("y")];
const whole = [dropStatement(table, x).text, renameStatement(table, x, moved).statement.text];

describe("To an SQL parser that others wrote", () => {
  let parsed: ReadonlyMap<string, Parsed>;
  const read = (text: string): Parsed => {
    const found = parsed.get(text);
    if (found === undefined) throw new Error(`Not parsed: ${text}`);
    return found;
  };
  beforeAll(async () => {
    parsed = await parse([...whole, ...[...changes, ...properties].flatMap(({ texts }) => texts)]);
  }, 900_000);

  test("each is one statement about the table, in the form that Snowflake's manual has", () => {
    for (const [text, found] of parsed) expectOneTableStatement(text, found);
  });

  test.each(changes.map((change) => [change.what, change] as const))(
    "a table that %s is created with its columns and keys",
    (_, { creations }) => {
      for (const { text, values } of creations) {
        const [statement] = read(text).statements;
        expect(statement?.columns.map(seen)).toEqual((values["columns"] as CanonicalColumn[]).map(expectedOf));
        expect(statement?.keys.map((key) => JSON.stringify(key)).sort()).toEqual(keysOf(values).sort());
      }
    },
  );

  test.each(changes.map((change) => [change.what, change] as const))(
    "a table %s by statements that say the new columns, and nothing that nobody declared",
    (_, { changed, added, values }) => {
      expect(changed).not.toEqual([]);
      const found = changed.map(read);
      const there = found.flatMap(({ statements }) => statements.flatMap(({ columns }) => columns.map(seen)));
      expect(there).toEqual(added.map(expectedOf));
      const declaredTexts = JSON.stringify(values);
      for (const literal of found.flatMap(literalsOf)) {
        const inside = JSON.stringify(literal).slice(1, -1);
        const asExpression = JSON.stringify(literal.replaceAll("'", "''")).slice(1, -1);
        expect(declaredTexts.includes(inside) || declaredTexts.includes(asExpression), literal).toBe(true);
      }
    },
  );
});

function canonical(written: Written): Values {
  const { values, problems } = validate(table, { name: "X", schema: "SCRATCH.PUBLIC", ...written });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return values;
}

function changeOf(what: string, ...written: readonly Written[]) {
  const [before = {}, after = {}, without] = written.map(canonical);
  const update = (to: Values) => updateStatements(table, namesOf(table, to), before, to);
  const changed = update(after).map(({ statement }) => statement.text);
  const takenOut = without === undefined ? [] : update(without).map(({ statement }) => statement.text);
  const created = [before, after].map((values) => {
    const [first = "", ...others] = createStatements(table, values).map(({ statement }) => statement.text);
    return { text: first, others, values };
  });
  const old = new Set(((before["columns"] ?? []) as CanonicalColumn[]).map(({ name }) => name));
  const isNew = ({ name, renamedFrom = [] }: CanonicalColumn) =>
    !old.has(name) && !renamedFrom.some((former) => old.has(former));
  return {
    what,
    creations: created,
    changed,
    added: ((after["columns"] ?? []) as CanonicalColumn[]).filter(isNew),
    values: after,
    texts: [...created.flatMap(({ text, others }) => [text, ...others]), ...changed, ...takenOut],
  };
}

/** A column as the parser has read it, in our spelling of types. */
function seen({ name, type, said }: Parsed["statements"][number]["columns"][number]) {
  const spelled = type.replaceAll("DECIMAL", "NUMBER").replaceAll("TIMESTAMPTZ", "TIMESTAMP_TZ");
  return { name, type: spelled.replaceAll(", ", ","), said: Object.keys(said).sort() };
}

/** What the parser calls that which can be said of a column. */
const SORTS: Readonly<Record<string, string>> = {
  collate: "CollateColumnConstraint",
  default: "DefaultColumnConstraint",
  autoincrement: "GeneratedAsIdentityColumnConstraint",
  as: "ComputedColumnConstraint",
  comment: "CommentColumnConstraint",
  maskingPolicy: "MaskingPolicyColumnConstraint",
  projectionPolicy: "ProjectionPolicyColumnConstraint",
  tags: "Tags",
};

function expectedOf(column: CanonicalColumn): ReturnType<typeof seen> {
  const said = Object.keys(column).flatMap((key) => SORTS[key] ?? []);
  const type = column.type.replaceAll(", ", ",");
  const sorts = [...said, ...(column.nullable === false ? ["NotNullColumnConstraint"] : [])];
  return { name: parseQualified(column.name)[0] ?? "", type, said: sorts.sort() };
}

/** The keys as the parser gives them back: the parts of a name last to first, behind the columns that are referred to. */
function keysOf(values: Values): string[] {
  const stored = (names: readonly string[]) => names.flatMap((name) => parseQualified(name));
  const written = (sort: string, keys: unknown) =>
    ((keys ?? []) as readonly CanonicalKey[]).map(({ columns, references }) => {
      const parts = references === undefined ? [] : parseQualified(references.table);
      const target = references === undefined ? [] : [...["SCRATCH", "PUBLIC"].slice(0, 3 - parts.length), ...parts];
      const refersTo = [...stored(references?.columns ?? []), ...target.toReversed()];
      return JSON.stringify({ sort, columns: stored(columns), refersTo });
    });
  const primary = values["primaryKey"];
  return [
    ...written("PrimaryKey", primary === undefined ? [] : [primary]),
    ...written("UniqueColumnConstraint", values["uniqueKeys"]),
    ...written("ForeignKey", values["foreignKeys"]),
  ];
}
