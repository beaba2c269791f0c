import { describe, expect, test } from "vitest";
import { changesOf, createStatements, unknownValue } from "../../provider/resource";
import { procedure } from "../../provider/resources";
import { canonical, checked, problemsOf } from "./plans";
import { leastProcedure as python } from "./procedure-examples";

const inSql = { language: "sql", returns: "varchar", body: "RETURN 1" };
const argument = (one: object) => ({ ...inSql, arguments: [one] });

describe("what would reach SQL as code is refused:", () => {
  test.each<[string, Record<string, unknown>]>([
    ["a second argument in a default", argument({ name: "A", type: "int", default: "1, B NUMBER" })],
    ["the end of the list in a default", argument({ name: "A", type: "int", default: "1) RETURNS NUMBER (" })],
    ["a comment at the end of a default", argument({ name: "A", type: "int", default: "1 --" })],
    ["a comment that is not closed in a default", argument({ name: "A", type: "int", default: "1 /*" })],
    ["a body in a default", argument({ name: "A", type: "int", default: "1 $$" })],
    ["the end of the list in a type", argument({ name: "A", type: "int) RETURNS NUMBER" })],
    ["a default in a type", argument({ name: "A", type: "int DEFAULT 1" })],
    ["a clause in what it returns", { ...inSql, returns: "varchar EXECUTE AS OWNER" }],
    ["a clause behind a table", { ...inSql, returns: "TABLE(A int) EXECUTE AS OWNER" }],
    ["a clause in a table", { ...inSql, returns: "TABLE(A int) LANGUAGE SQL AS $$X$$ (B int)" }],
    ["a quote in a package", { ...python, packages: ["snowflake-snowpark-python", "a','b"] }],
    ["an integration that is none", { ...python, externalAccessIntegrations: ["A) SECRETS = ("] }],
  ])("%s", (_, written) => {
    expect(problemsOf(procedure, written).map(({ message }) => message)).not.toEqual([]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["body", { ...inSql, body: "RETURN '$$; DROP'" }, "AS 'RETURN ''$$; DROP'''"],
    ["body", { ...inSql, body: "RETURN A$" }, "AS 'RETURN A$'"],
    ["body", { language: "javascript", returns: "varchar", body: "return '\\'; --$$" }, "AS 'return ''\\\\''; --$$'"],
    ["imports", { ...python, imports: ["@A.B.C/it's.py"] }, "IMPORTS = ('@A.B.C/it''s.py')"],
    [
      "secrets",
      { ...python, externalAccessIntegrations: ["N"], secrets: { "a'b": "A.B.C" } },
      "SECRETS = ('a''b' = A.B.C)",
    ],
  ])("but not text in %s", (_, written, clause) => {
    expect(createStatements(procedure, canonical(procedure, written))[0]?.statement.text).toContain(clause);
  });
});

describe("at preview", () => {
  test.each<[Record<string, unknown>, Record<string, unknown>]>([
    [inSql, { ...inSql, body: unknownValue }],
    [argument({ name: "A", type: "int", default: "1" }), argument({ name: "A", type: "int", default: unknownValue })],
    [inSql, { ...inSql, comment: unknownValue }],
    [python, { ...python, imports: [unknownValue] }],
    [python, { ...python, imports: unknownValue }],
    [python, { ...python, packages: [...python.packages, unknownValue] }],
    [inSql, { ...inSql, language: unknownValue }],
    [inSql, { ...inSql, returns: unknownValue }],
    [inSql, { ...inSql, returns: { table: [{ name: unknownValue, type: "int" }] } }],
    [inSql, { ...inSql, returns: { type: unknownValue, notNull: true } }],
    [inSql, { ...inSql, returns: { type: "int", notNull: unknownValue } }],
    [
      { ...python, externalAccessIntegrations: ["N"], secrets: { a: "A.B.C" } },
      { ...python, externalAccessIntegrations: [unknownValue], secrets: { a: unknownValue } },
    ],
    [inSql, argument({ name: unknownValue, type: "int" })],
    [inSql, argument({ name: "A", type: "int", mode: unknownValue })],
  ])("of %o, what is not known in %o is passed over", (before, after) => {
    const { values, problems } = checked(procedure, after);
    expect(problems).toEqual([]);
    expect(createStatements(procedure, values)[0]?.statement.text).not.toContain(unknownValue);
    const changes = changesOf(procedure, canonical(procedure, before), values);
    expect(changes.map(({ effect }) => effect)).not.toContain("replace");
    expect(changes).not.toEqual([]);
  });
});
