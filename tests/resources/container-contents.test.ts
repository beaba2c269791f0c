import { describe, expect, test } from "vitest";
import type { Client, Row } from "../../provider/client/client";
import { SqlError } from "../../provider/client/errors";
import { databaseContents, schemaContents } from "../../provider/resources/container-contents";
import { parseQualified } from "../../provider/sql";

/** A session in an account where statements that match are answered so; all others find nothing. */
function account(answers: readonly (readonly [RegExp, readonly Row[] | Error])[]): { client: Client; sent: string[] } {
  const sent: string[] = [];
  const answer = async (text: string) => {
    sent.push(text);
    const found = answers.find(([statement]) => statement.test(text))?.[1] ?? [];
    if (found instanceof Error) throw found;
    return found;
  };
  const client = {
    execute: async ({ text }: { text: string }) => ({ rows: await answer(text), queryId: "", durationMs: 0 }),
    listing: ({ statement }: { statement: { text: string } }) => answer(statement.text),
  };
  return { client: client as unknown as Client, sent };
}

const row = (name: string, more: Row = {}): Row => ({ name, database_name: "DB", schema_name: "RAW", ...more });

describe("what stands in a schema", () => {
  test.each([
    [/^SHOW STAGES/, "stage FILES"],
    [/^SHOW PROCEDURES/, "procedure FILES"],
    [/^SHOW USER FUNCTIONS/, "function FILES"],
    [/^SHOW TASKS/, "task FILES"],
    [/^SHOW STREAMS/, "stream FILES"],
    [/^SHOW PIPES/, "pipe FILES"],
    [/^SHOW SEQUENCES/, "sequence FILES"],
    [/^SHOW FILE FORMATS/, "file format FILES"],
    [/^SHOW IMAGE REPOSITORIES/, "image repository FILES"],
    [/^SHOW SERVICES/, "service FILES"],
    [/^SHOW TAGS/, "tag FILES"],
  ])("is found though DESCRIBE SCHEMA tells of tables and views alone: %s", async (statement, line) => {
    const { client } = account([[statement, [row("FILES")]]]);
    expect(await schemaContents(client, parseQualified("DB.RAW"))).toEqual([line]);
  });

  test("is not what stands in another schema, or comes with Snowflake", async () => {
    const { client } = account([
      [/^SHOW STAGES/, [row("ELSEWHERE", { schema_name: "MARTS" })]],
      [/^SHOW TASKS/, [row("ELSEWHERE", { database_name: "OTHER" })]],
      [/^SHOW PROCEDURES/, [{ name: "ABS", catalog_name: "", schema_name: "" }]],
      [/^SHOW SERVICES/, new SqlError({ message: "Unsupported feature 'SERVICES'.", code: "000002" })],
    ]);
    expect(await schemaContents(client, parseQualified("DB.RAW"))).toEqual([]);
  });

  test("is asked of the schema alone where a shared listing is refused or cut", async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => row(`T${index}`, { schema_name: "MARTS" }));
    let times = 0;
    const { client } = account([]);
    const listing = async ({ statement }: { statement: { text: string } }) => {
      times += 1;
      if (/STAGES/.test(statement.text)) throw new SqlError({ message: "too many", code: "090153" });
      return /TASKS/.test(statement.text) ? many : [];
    };
    const execute = async ({ text }: { text: string }) => {
      const found = /^SHOW (STAGES|TASKS) IN SCHEMA DB\.RAW$/.exec(text);
      return { rows: found === null ? [] : [row("HIDDEN")], queryId: "", durationMs: 0 };
    };
    const asked = { ...client, listing, execute } as unknown as Client;
    expect(await schemaContents(asked, parseQualified("DB.RAW"))).toEqual(["stage HIDDEN", "task HIDDEN"]);
    expect(times).toBe(11);
  });

  test("is told by tables and views alone if there are any", async () => {
    const { client, sent } = account([
      [/^DESCRIBE SCHEMA/, [row("T", { kind: "TABLE" }), row("V", { kind: "VIEW" })]],
      [/^SHOW OBJECTS/, [row("T", { rows: "2" })]],
    ]);
    expect(await schemaContents(client, parseQualified("DB.RAW"))).toEqual(["table T with 2 rows", "view V"]);
    expect(sent).toHaveLength(2);
  });

  test("counts in a database's PUBLIC too", async () => {
    const { client } = account([[/^SHOW STAGES/, [row("FILES", { schema_name: "PUBLIC" })]]]);
    expect(await databaseContents(client, parseQualified("DB"))).toEqual(["stage PUBLIC.FILES"]);
  });
});
