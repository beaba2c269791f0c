import { createHash } from "node:crypto";
import { z } from "zod";
import { nameWithin } from "../resource/forms";
import { holdsUnknown } from "../resource/unknown";
import { join, parseQualified, quoted, raw, type Sql, sql } from "../sql";
import { bodyProblem, sameBody, squeezed, trimmedBody } from "../sql/body";
import { type CallArguments, call, typedCall } from "../sql/call";
import { dollarQuoted } from "../sql/dollar-quoted";
import { foreignType } from "./argument-type";
import { callArguments, type TypedArgument, typedArguments } from "./call-arguments";
import { orUnknown, through } from "./or-unknown";
import { codeFields, codeProblems, type ProcedureCode, withoutAbsent } from "./procedure-language";
import { returnsType } from "./procedure-returns";

/** What a task runs, in canonical form: SQL, the call of a procedure, or a procedure of its own. */
export type TaskDefinition = string | CalledProcedure | OwnProcedure;

/** The call of a procedure that exists. */
export interface CalledProcedure {
  /** Its name; in the task's own schema unless it says another. */
  readonly call: string;
  /** What it is called with. */
  readonly args?: CallArguments;
}

/** A procedure that stands in the task and nowhere else; it runs with the rights of the task. */
export interface OwnProcedure {
  /** Its code, and what it is called with. */
  readonly procedure: ProcedureCode & {
    /** Its arguments in order. */
    readonly args?: readonly TypedArgument[];
    /** What it returns, as from `canonicalReturns`. */
    readonly returns: string;
  };
}

const statement = z.string().transform((written, context) => {
  const problem = bodyProblem(written);
  if (problem === undefined) return trimmedBody(written);
  context.addIssue({ code: "custom", message: problem });
  return z.NEVER;
});

const procedureName = nameWithin("procedure");

const called = z.strictObject({ call: procedureName, args: callArguments.optional() }).transform(withoutAbsent);

const procedure = z
  .strictObject({ ...codeFields, args: typedArguments.optional(), returns: returnsType.default("VARCHAR") })
  .superRefine((written, context) => {
    const code = written as OwnProcedure["procedure"];
    for (const [key, message] of [...codeProblems(code), ...typeProblems(code)]) {
      context.addIssue({ code: "custom", path: [key], message });
    }
  })
  .transform(withoutAbsent);

const own = z.strictObject({ procedure: orUnknown(procedure) });

/** A task's `definition`: checks it, and gives its canonical form, in which nothing changes any more. */
export const definitionSchema = orUnknown(
  z.unknown().transform((written, context): TaskDefinition => {
    if (typeof written === "string") return through(statement, written, context);
    if (typeof written === "object" && written !== null && !Array.isArray(written)) {
      if ("procedure" in written) return through(own, written, context) as OwnProcedure;
      if ("call" in written) return through(called, written, context) as CalledProcedure;
    }
    context.addIssue({
      code: "custom",
      message: 'is none; give SQL text, { call: "PROCEDURE", args: […] }, or { procedure: { language, body } }',
    });
    return z.NEVER;
  }),
);

/** The SQL that stands behind AS: one text for one definition. A placeholder, while something of it is not known yet. */
export function definitionText(definition: TaskDefinition): Sql {
  if (holdsUnknown(definition)) return raw("<definition>");
  if (typeof definition === "string") return raw(definition);
  if ("call" in definition) return call(quoted(...parseQualified(definition.call)), definition.args);
  const { language, runtimeVersion, packages, imports, handler, body, args = [], returns } = definition.procedure;
  return join(
    [
      sql`WITH ${ownName} AS PROCEDURE (${join(
        args.map(({ name, type }) => raw(`${name} ${type}`)),
        ", ",
      )})`,
      sql`RETURNS ${raw(returns)}`,
      sql`LANGUAGE ${raw(language.toUpperCase())}`,
      runtimeVersion === undefined ? raw("") : sql`RUNTIME_VERSION = ${runtimeVersion}`,
      packages === undefined ? raw("") : sql`PACKAGES = (${join(packages, ", ")})`,
      imports === undefined ? raw("") : sql`IMPORTS = (${join(imports, ", ")})`,
      handler === undefined ? raw("") : sql`HANDLER = ${handler}`,
      body === undefined ? raw("") : sql`AS ${dollarQuoted(`\n${body}${body.endsWith("\n") ? "" : "\n"}`)}`,
      typedCall(
        ownName,
        args.map(({ type, value = null }) => ({ type, value })),
      ),
    ],
    "\n",
  );
}

/** Whether two canonical definitions run the same. */
export function sameDefinition(left: TaskDefinition, right: TaskDefinition): boolean {
  if (holdsUnknown(left) || holdsUnknown(right)) return false;
  return sameBody(definitionText(left).text, definitionText(right).text);
}

/** What `definition` of SHOW TASKS stands for: the managed definition if it is the SQL of that, else the SQL itself. */
export function readDefinition(shown: string, managed: TaskDefinition | undefined): TaskDefinition {
  const isManaged = managed !== undefined && !holdsUnknown(managed) && sameBody(definitionText(managed).text, shown);
  return isManaged ? managed : trimmedBody(shown);
}

/** SHA-256 of what runs, in hexadecimal: the same for texts that are the same body. */
export function definitionHash(text: string): string {
  return createHash("sha256").update(squeezed(text)).digest("hex");
}

/** Nobody can call it but the task: it needs no name of the program's. */
const ownName = raw("TASK_BODY");

function typeProblems({ language, args = [], returns }: OwnProcedure["procedure"]) {
  // Arguments that are not known yet are as they were written.
  const inArgs = holdsUnknown(args) ? [] : args.map(({ name, type }) => ["args", type, `${name}: `] as const);
  return [["returns", returns, ""] as const, ...inArgs].flatMap(([key, type, where]) => {
    const problem = foreignType(language, type);
    return problem === undefined ? [] : [[key, `${where}${problem}`] as const];
  });
}
