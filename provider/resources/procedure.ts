import { z } from "zod";
import { defineResource } from "../resource/definition";
import { boolean, clause, nameOf, reference, text, word } from "../resource/forms";
import { safe } from "../resource/plan";
import type { HowItChanges } from "../resource/property";
import { tags } from "../resource/tags";
import { holdsUnknown, unknownValue } from "../resource/unknown";
import { join, raw, type StoredName, sql } from "../sql";
import { orUnknown } from "./or-unknown";
import { externalAccessIntegrations, secrets } from "./procedure-access";
import { args, collide, typesOfValues } from "./procedure-arguments";
import { arrangeProcedure } from "./procedure-changes";
import { body, describedAs, handler, imports, language, packages, runtimeVersion } from "./procedure-code";
import { plural } from "./procedure-described";
import { argumentType, returnsType, sameReturns, shownReturns } from "./procedure-returns";
import { procedureRules } from "./procedure-rules";
import { argumentTypes, canonicalArgumentTypes, shownArguments } from "./signature";

/** What a procedure returns, as a program writes it: a type, or the columns of a table; none if they are not known beforehand. */
export type Returns = string | ReturnedValue | ReturnedTable;

/** One value that a procedure returns. */
export interface ReturnedValue {
  /** Its type in any of Snowflake's spellings. */
  readonly type: string;
  /** Whether it is never NULL. @defaultValue false */
  readonly notNull?: boolean | undefined;
}

/** A table that a procedure returns. */
export interface ReturnedTable {
  /** Its columns in order; none if they are not known beforehand. */
  readonly table: readonly ReturnedColumn[];
}

/** A column of a table that a procedure returns. */
export interface ReturnedColumn {
  /** Its name as SQL reads it. */
  readonly name: string;
  /** Its type in any of Snowflake's spellings. */
  readonly type: string;
}

const severities = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"] as const;

/** What SHOW says of a procedure without a comment. */
const noComment = "user-defined procedure";

const returns = z
  .union(
    [
      z.string(),
      z.strictObject({ type: argumentType, notNull: orUnknown(z.boolean()).optional() }),
      z.strictObject({ table: z.array(z.strictObject({ name: nameOf(1), type: argumentType })) }),
    ],
    { error: 'is not a type such as "NUMBER", { type, notNull } or { table: [{ name, type }] }' },
  )
  .transform((written): string => {
    if (typeof written === "string") return written;
    if (holdsUnknown(written)) return unknownValue;
    if ("table" in written) return `TABLE(${written.table.map(({ name, type }) => `${name} ${type}`).join(", ")})`;
    return `${written.type}${written.notNull === true ? " NOT NULL" : ""}`;
  })
  .pipe(returnsType);

/** To say what holds anyway is no change. */
const unless =
  <Out>(standard: Out) =>
  (before: Out = standard, after: Out = standard): HowItChanges =>
    before === after ? "creation" : "alter";

/** A stored procedure in JavaScript, SQL or Python. */
export const procedure = defineResource({
  kind: "Procedure",
  noun: "PROCEDURE",
  plural,
  scope: "schema",
  listing: "whole",
  overloads: {
    of: ["arguments"],
    types: typesOfValues,
    canonical: canonicalArgumentTypes,
    ofRow: (row) => argumentTypes(shownArguments(row["arguments"] ?? "", (row["name"] ?? "") as StoredName).types),
    collide,
  },
  page: "https://docs.snowflake.com/en/sql-reference/sql/create-procedure",
  properties: {
    /** Whether its code is hidden from those who may only call it. @defaultValue false */
    secure: boolean({
      place: "modifier",
      clause: (value) => raw(value ? "SECURE" : ""),
      source: { column: "is_secure" },
      change: unless<boolean>(false),
    }),
    /**
     * What it is given, in order. The types tell it apart from others of its name: other types make another procedure, which is a
     * replacement. Snowflake does not show defaults, only whether there is one.
     *
     * @defaultValue none
     */
    arguments: args,
    /** Whether grants of what it replaces are copied; at creation with `createMode: "orReplace"` only. A change of a procedure keeps its grants anyway. @defaultValue false */
    copyGrants: boolean({ source: "nowhere", change: "creation", place: "head", clause: () => raw("") }),
    /** What it returns: a type, `{ type, notNull }`, or a table, `"TABLE(ID NUMBER)"` or `{ table: [{ name, type }] }`; `"TABLE()"` if the columns are not known beforehand. @defaultValue none, it has to be said */
    returns: describedAs("returns", {
      ...clause<Returns, string>(returns as unknown as z.ZodType<string, Returns>, raw, {
        place: "head",
        clause: (value, { arguments: list, copyGrants }) =>
          join([
            raw(list === undefined ? "()" : ""),
            raw(copyGrants === true ? "COPY GRANTS" : ""),
            sql`RETURNS ${raw(value)}`,
          ]),
        equal: sameReturns,
        asWritten: true,
      }),
      parse: (shown) => (shown === null ? undefined : shownReturns(shown)),
    }),
    /** Language of the code, `"javascript"`, `"sql"` or `"python"`. @defaultValue none, it has to be said; the class says `"sql"`, and `"javascript"` for a function */
    language,
    /** Version of Python, `"3.12"`. @defaultValue none, Python needs one */
    runtimeVersion,
    /** Repository that packages come from, `"snowflake.snowpark.pypi_shared_repository"`. Snowflake does not show it: what is not declared here is lost when the code changes. @defaultValue Snowflake's own channel */
    artifactRepository: reference({ source: "nowhere", parts: 3 }),
    /** Packages of Python, `"snowflake-snowpark-python"` among them, with versions where they matter: `"numpy==1.26.4"`. Compared in any order. @defaultValue none, Python needs that one */
    packages,
    /** Files of Python on stages, `"@DB.SCHEMA.STAGE/file.py"`, in any order. @defaultValue none */
    imports,
    /** Function that Python runs: `"run"` of the body, or `"module.run"` of a file in {@link imports}. @defaultValue none, Python needs one */
    handler,
    /** Integrations through which Python may reach other networks, in any order. @defaultValue none */
    externalAccessIntegrations,
    /** Secrets that Python may read, `DB.SCHEMA.SECRET`, by the names that the code has for them; each is allowed by one of {@link externalAccessIntegrations}. @defaultValue none */
    secrets,
    /** Whether it runs when an argument is NULL, or returns NULL at once (`"STRICT"` for short). Of SQL, Snowflake does not show it. @defaultValue `"CALLED ON NULL INPUT"` */
    nullHandling: describedAs(
      "null handling",
      word(["CALLED ON NULL INPUT", "RETURNS NULL ON NULL INPUT"], {
        spellings: (written) => written.toUpperCase().replace(/^STRICT$/, "RETURNS NULL ON NULL INPUT"),
        clause: raw,
        change: unless<string>("CALLED ON NULL INPUT"),
      }),
    ),
    /** @defaultValue none */
    comment: text({
      source: { column: "description" },
      parse: (shown) => (shown === null || shown === "" || shown === noComment ? undefined : shown),
      isUnset: (value) => value === "" || value === noComment,
    }),
    /** Least severity of its log messages that are kept. @defaultValue inherited, `"OFF"` */
    logLevel: word(severities, { source: "parameter", quoted: true, place: "orAlter" }),
    /** Which of its trace events are kept. @defaultValue inherited, `"OFF"` */
    traceLevel: word(["ALWAYS", "ON_EVENT", "PROPAGATE", "OFF"], {
      source: "parameter",
      quoted: true,
      place: "orAlter",
    }),
    /** What Snowflake Scripting logs by itself; for SQL alone. @defaultValue inherited, `"OFF"` */
    autoEventLogging: word(["LOGGING", "TRACING", "ALL", "OFF"], {
      source: "parameter",
      quoted: true,
      place: "after",
      onChange: ({ alter, after, reason }) => [
        safe(
          after === undefined
            ? sql`${alter} UNSET AUTO_EVENT_LOGGING`
            : sql`${alter} SET AUTO_EVENT_LOGGING = ${after}`,
          reason,
          ["autoEventLogging"],
        ),
      ],
    }),
    /** Values of tags by qualified tag name (`DB.SCHEMA.TAG`). @defaultValue none */
    tags: { ...tags, place: "after" },
    /** Whose privileges it runs with. `"RESTRICTED CALLER"` is a preview of Snowflake's. @defaultValue `"OWNER"` */
    executeAs: describedAs(
      "execute as",
      word(["OWNER", "CALLER", "RESTRICTED CALLER"], {
        clause: (value) => sql`EXECUTE AS ${raw(value)}`,
        change: unless<string>("OWNER"),
        onChange: ({ alter, after = "OWNER", reason }) => [
          safe(sql`${alter} EXECUTE AS ${raw(after)}`, reason, ["executeAs"]),
        ],
      }),
    ),
    /**
     * Its code, letter by letter; SQL is compared but for blanks, and is one statement or a block. Python may have its code in
     * {@link imports} instead.
     *
     * @defaultValue none
     */
    body,
  },
  rules: procedureRules,
  arrange: arrangeProcedure,
});
