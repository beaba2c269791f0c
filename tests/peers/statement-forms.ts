import { expect } from "vitest";
import { type Parsed, skeletonOf } from "./parse";

/** What the parser does not know: it sees a command, or (LISTING) takes it for a query. Only the tokens are compared then. */
export const unknownForms = [
  /^ALTER (DATABASE|SCHEMA|WAREHOUSE) /,
  /^CREATE INTERACTIVE WAREHOUSE \S+ TABLES /,
  /^CREATE DATABASE \S+ FROM SHARE /,
  /^CREATE DATABASE \S+ FROM LISTING /,
  /^CREATE (DATABASE|SCHEMA) \S+ FROM BACKUP SET /,
  /^CREATE SCHEMA \S+ WITH MANAGED ACCESS/,
  /^CREATE DATABASE \S+ AS REPLICA OF /,
  / WITH CONTACT \( /,
];

/** A name without its place. */
export const one = `(?:"…"|[\\w$]+)`;
/** A name, with its place or without. */
export const name = `${one}(?:\\.${one}){0,2}`;
const setting = `\\w+ = (?:'…'|${name})`;
/** A tag and its value. */
export const tag = `${name} = '…'`;
/** The forms of ALTER in Snowflake's manual, as skeletons; the parser knows ALTER for tables alone, see {@link tableForms}. */
export const alterForms = new RegExp(
  `^ALTER (?:DATABASE|SCHEMA|WAREHOUSE) ${name} (?:${[
    `SET ${setting}(?: WAIT_FOR_COMPLETION = TRUE)?(?: , ${setting}(?: WAIT_FOR_COMPLETION = TRUE)?)*`,
    `UNSET \\w+(?: , \\w+)*`,
    `SET TAG ${tag}(?: , ${tag})*`,
    `UNSET TAG ${name}(?: , ${name})*`,
    `SET CONTACT \\w+ = ${name}(?: , \\w+ = ${name})*`,
    `UNSET CONTACT \\w+`,
    `RENAME TO ${name}`,
    `(?:ADD|DROP) TABLES \\( ${name}(?: , ${name})* \\)`,
    `(?:ENABLE|DISABLE) MANAGED ACCESS`,
    `(?:ENABLE|DISABLE) (?:REPLICATION|FAILOVER) TO ACCOUNTS ${name}(?: , ${name})*`,
  ].join("|")})$`,
);

/** Several of something, with commas. */
export const list = (what: string) => `${what}(?: , ${what})*`;
const inBrackets = `\\( (?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))* \\)`;
const names = `\\( ${list(one)} \\)`;
/** A data type. */
export const type = `\\w+(?: ${inBrackets})?`;
const policy = (sort: string) => `${sort} POLICY ${name}`;
const masking = `${policy("MASKING")}(?: USING ${names})?`;
const column = [
  `${one} ${type}`,
  `AS ${inBrackets}`,
  "NOT NULL",
  "COLLATE '…'",
  `DEFAULT (?:'…'|- ?\\d+|[\\d.]+|TRUE|FALSE|${name}\\.NEXTVAL|\\w+ \\( \\))`,
  "AUTOINCREMENT START (?:- )?\\d+ INCREMENT (?:- )?\\d+(?: (?:NO)?ORDER)?",
  `WITH ${masking}`,
  `WITH ${policy("PROJECTION")}`,
  `WITH TAG \\( ${list(tag)} \\)`,
  "COMMENT '…'",
]
  .map((part, index) => (index === 0 ? part : `(?: ${part})?`))
  .join("");
const constraint = [
  `(?:CONSTRAINT ${one} )?`,
  `(?:PRIMARY KEY ${names}|UNIQUE ${names}|FOREIGN KEY ${names} REFERENCES ${name}(?: ${names})?)`,
  "(?: MATCH (?:FULL|SIMPLE|PARTIAL))?",
  ...["UPDATE", "DELETE"].map((on) => `(?: ON ${on} (?:CASCADE|SET NULL|SET DEFAULT|RESTRICT|NO ACTION))?`),
  "(?: (?:NO)?RELY)?(?: COMMENT '…')?",
].join("");
const designation = `(?:CONSTRAINT ${one}|PRIMARY KEY|(?:UNIQUE|FOREIGN KEY) ${names})`;
const alteration = [
  `SET DATA TYPE ${type}`,
  "(?:SET|DROP) NOT NULL",
  `DROP DEFAULT`,
  `SET DEFAULT ${name}\\.NEXTVAL`,
  "(?:UNSET COMMENT|COMMENT '…')",
  `SET ${masking}(?: FORCE)?`,
  `SET ${policy("PROJECTION")} FORCE`,
  "UNSET (?:MASKING|PROJECTION) POLICY",
  `SET TAG ${list(tag)}`,
  `UNSET TAG ${list(name)}`,
].join("|");
const whole = `(?:AGGREGATION|JOIN) POLICY`;

/** The forms of ALTER TABLE in Snowflake's manual, as skeletons. */
export const tableForms = new RegExp(
  `^ALTER TABLE ${name} (?:${[
    `RENAME TO ${name}`,
    `SET ${setting}(?: ${setting})*`,
    `UNSET ${list("\\w+")}`,
    `SET TAG ${list(tag)}`,
    `UNSET TAG ${list(name)}`,
    `SET CONTACT ${list(`\\w+ = ${name}`)}`,
    "UNSET CONTACT \\w+",
    `ADD COLUMN ${list(column)}`,
    `DROP COLUMN ${list(one)}`,
    `RENAME COLUMN ${one} TO ${one}`,
    `ALTER ${list(`COLUMN ${one} (?:${alteration})`)}`,
    `ADD ${constraint}`,
    `ADD (?:CONSTRAINT ${one} )?CHECK ${inBrackets} (?:ENABLE )?NOVALIDATE`,
    `DROP ${designation}`,
    `RENAME CONSTRAINT ${one} TO ${one}`,
    `MODIFY ${designation} (?:NO)?RELY`,
    `CLUSTER BY ${inBrackets}`,
    "DROP CLUSTERING KEY",
    "(?:SUSPEND|RESUME) RECLUSTER",
    `(?:ADD|DROP) SEARCH OPTIMIZATION(?: ON ${list(`\\w+ ${inBrackets}`)})?`,
    `ADD ROW ACCESS POLICY ${name} ON ${names}`,
    `DROP ROW ACCESS POLICY ${name}(?: , ADD ROW ACCESS POLICY ${name} ON ${names})?`,
    `SET ${whole} ${name}(?: (?:ENTITY KEY|ALLOWED JOIN KEYS) ${names})*(?: FORCE)?`,
    `UNSET ${whole}`,
    `ADD STORAGE LIFECYCLE POLICY ${name} ON ${names}`,
    "DROP STORAGE LIFECYCLE POLICY",
  ].join("|")})$`,
);

/** What the parser takes for a mistake, though Snowflake's manual has it. */
const misread = /^ALTER TABLE \S+ DROP FOREIGN KEY \(/;

/** Checks that a text is one statement about a table, without comments, and in the form that Snowflake's manual has. */
export function expectOneTableStatement(text: string, found: Parsed): void {
  const skeleton = skeletonOf(found);
  const [statement, ...others] = found.statements;
  expect({ text, comments: found.comments, others }).toEqual({ text, comments: [], others: [] });
  if (text.startsWith("ALTER")) expect(skeleton).toMatch(tableForms);
  if (misread.test(skeleton)) return;
  expect({ text, error: found.error }).toEqual({ text, error: null });
  if (statement?.verb === "Command") return;
  const of = { verb: statement?.verb.toUpperCase(), kind: statement?.kind, place: statement?.name.slice(1, 3) };
  expect({ text, ...of }).toEqual({ text, verb: text.split(" ")[0], kind: "TABLE", place: ["PUBLIC", "SCRATCH"] });
}

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
  const [, word, noun] = /^(CREATE|ALTER|DROP) .*?\b(DATABASE|SCHEMA|WAREHOUSE)\b/.exec(text) ?? [];
  const skeleton = skeletonOf(found);
  if (word === "ALTER") expect(skeleton).toMatch(alterForms);
  if (unknownForms.some((form) => form.test(skeleton))) expect(verb === "Command" || isQuery, text).toBe(true);
  else expect([text, verb.toUpperCase(), kind, isQuery]).toEqual([text, word, noun, false]);
}
