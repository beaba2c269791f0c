import { expect } from "vitest";
import { type Parsed, skeletonOf } from "./parse";

/** What the parser does not know: it sees a command, or (LISTING) takes it for a query. Only the tokens are compared then. */
export const unknownForms = [
  /^ALTER (DATABASE|WAREHOUSE) /,
  /^CREATE INTERACTIVE WAREHOUSE \S+ TABLES /,
  /^CREATE DATABASE \S+ FROM SHARE /,
  /^CREATE DATABASE \S+ FROM LISTING /,
  /^CREATE DATABASE \S+ FROM BACKUP SET /,
  /^CREATE DATABASE \S+ AS REPLICA OF /,
  / WITH CONTACT \( /,
];

const one = `(?:"…"|[\\w$]+)`;
const name = `${one}(?:\\.${one}){0,2}`;
const setting = `\\w+ = (?:'…'|${name})`;
const tag = `${name} = '…'`;
/** The forms of ALTER in Snowflake's manual, as skeletons; the parser knows ALTER for tables alone. */
export const alterForms = new RegExp(
  `^ALTER (?:DATABASE|WAREHOUSE) ${one} (?:${[
    `SET ${setting}(?: WAIT_FOR_COMPLETION = TRUE)?(?: , ${setting}(?: WAIT_FOR_COMPLETION = TRUE)?)*`,
    `UNSET \\w+(?: , \\w+)*`,
    `SET TAG ${tag}(?: , ${tag})*`,
    `UNSET TAG ${name}(?: , ${name})*`,
    `SET CONTACT \\w+ = ${name}(?: , \\w+ = ${name})*`,
    `UNSET CONTACT \\w+`,
    `RENAME TO ${name}`,
    `(?:ADD|DROP) TABLES \\( ${name}(?: , ${name})* \\)`,
    `(?:ENABLE|DISABLE) (?:REPLICATION|FAILOVER) TO ACCOUNTS ${name}(?: , ${name})*`,
  ].join("|")})$`,
);

/** Checks that a text is one statement, without comments, and of the kind that it begins with. */
export function expectOneStatement(text: string, found: Parsed): void {
  const { statements, error, comments } = found;
  expect({ text, error, comments, statements: statements.length }).toEqual({
    text,
    error: null,
    comments: [],
    statements: 1,
  });
  const { verb, kind, isQuery } = statements[0] ?? { verb: "", kind: null, isQuery: false };
  const [, word, noun] = /^(CREATE|ALTER|DROP) .*?\b(DATABASE|WAREHOUSE)\b/.exec(text) ?? [];
  const skeleton = skeletonOf(found);
  if (word === "ALTER") expect(skeleton).toMatch(alterForms);
  if (unknownForms.some((form) => form.test(skeleton))) expect(verb === "Command" || isQuery, text).toBe(true);
  else expect([text, verb.toUpperCase(), kind, isQuery]).toEqual([text, word, noun, false]);
}
