import { z } from "zod";
import { holdsUnknown, isUnknown } from "../resource/unknown";
import { bodyProblem } from "../sql/body";
import { orUnknown } from "./or-unknown";

/** Languages of procedures. */
export const languages = ["javascript", "sql", "python"] as const;
/** A language of procedures. */
export type ProcedureLanguage = (typeof languages)[number];

/** Versions of Python that Snowflake runs. */
export const pythonVersions = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"] as const;

/** The code of a procedure, in canonical form. */
export interface ProcedureCode {
  /** Its language. */
  readonly language: ProcedureLanguage;
  /** The code itself, letter by letter; absent where Python takes it from a file on a stage. */
  readonly body?: string;
  /** Packages with their versions, `numpy==1.26.4`, in the order of the alphabet. */
  readonly packages?: readonly string[];
  /** Files on stages, `@DB.SCHEMA.STAGE/file.py`, in the order of the alphabet. */
  readonly imports?: readonly string[];
  /** Version of Python. */
  readonly runtimeVersion?: string;
  /** The function of the body, or `module.function` of an import. */
  readonly handler?: string;
}

const language = z.string({ error: `is not a language; use ${languages.join(", ")}` }).transform((written, context) => {
  if (isUnknown(written)) return written as ProcedureLanguage;
  const found = languages.find((one) => one === written.toLowerCase());
  if (found !== undefined) return found;
  context.addIssue({ code: "custom", message: `${JSON.stringify(written)} is not one of ${languages.join(", ")}` });
  return z.NEVER;
});

const body = z
  .string({ error: "is not the text of the code" })
  .refine((text) => !text.includes("\u0000"), { error: "holds a NUL character, which Snowflake cannot keep" });

const packageName = z.string().transform((written, context) => {
  const text = isUnknown(written) ? written : written.trim().replaceAll(/\s*([<>=,]+)\s*/g, "$1");
  if (/^[A-Za-z0-9][\w.-]*(?:\[[\w,.-]+\])?(?:(?:[<>=]=|[<>])[\w.*+!-]+(?:,(?!$)|$))*$/.test(text)) return text;
  context.addIssue({ code: "custom", message: `${JSON.stringify(written)} is not a package; write "numpy==1.26.4"` });
  return z.NEVER;
});

const stageFile = z.string().transform((written, context) => {
  if (isUnknown(written) || /^(?:@|snow:\/\/)./.test(written)) return written;
  context.addIssue({
    code: "custom",
    message: `${JSON.stringify(written)} is not on a stage; put it there and write "@DB.SCHEMA.STAGE/file.py"`,
  });
  return z.NEVER;
});

const runtimeVersion = z
  .string({ error: `is not text; write it in quotes, such as "3.10", which is no number` })
  .refine((written) => isUnknown(written) || (pythonVersions as readonly string[]).includes(written), {
    error: ({ input }) => `${JSON.stringify(input)} is not one of ${pythonVersions.join(", ")}`,
  });

const handler = z
  .string()
  .refine((written) => isUnknown(written) || /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(written), {
    error: ({ input }) => `${JSON.stringify(input)} is not a function; write "run", or "module.run" of an import`,
  });

/** The properties of a procedure's code; {@link codeProblems} says what they have to do with each other. */
export const codeFields = {
  language,
  body: body.optional(),
  packages: listOf(packageName, nameOfPackage, "package").optional(),
  imports: listOf(stageFile, nameOfFile, "file").optional(),
  runtimeVersion: orUnknown(runtimeVersion).optional(),
  handler: handler.optional(),
};

/** The code of a procedure alone. */
export const codeSchema = z
  .strictObject(codeFields)
  .superRefine((code, context) => {
    for (const [path, message] of codeProblems(code as Partial<ProcedureCode>)) {
      context.addIssue({ code: "custom", path: [path], message });
    }
  })
  .transform((code) => withoutAbsent(code) as unknown as ProcedureCode);

/** What the language of a procedure asks for and does not have, or has and does not know; by property. */
export function codeProblems(code: Partial<ProcedureCode>): readonly (readonly [keyof ProcedureCode, string])[] {
  const { language: spoken } = code;
  if (spoken === undefined || isUnknown(spoken)) return [];
  if (spoken === "python") return pythonProblems(code);
  const foreign = (["packages", "imports", "runtimeVersion", "handler"] as const)
    .filter((key) => code[key] !== undefined)
    .map((key) => [key, `is for Python alone; leave it out, or say language: "python"`] as const);
  const problem =
    code.body === undefined ? `is missing: a procedure in ${spoken} needs one` : textProblem(code.body, spoken);
  return [...foreign, ...(problem === undefined ? [] : [["body", problem] as const])];
}

/** An object without what is not said. */
export function withoutAbsent(written: object): object {
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

const snowpark = "snowflake-snowpark-python";

function pythonProblems(code: Partial<ProcedureCode>): readonly (readonly [keyof ProcedureCode, string])[] {
  const { body: text, packages = [], imports = [], runtimeVersion: version, handler: own } = code;
  const problems: (readonly [keyof ProcedureCode, string])[] = [];
  if (version === undefined)
    problems.push(["runtimeVersion", `is missing: say which Python, ${pythonVersions.join(", ")}`]);
  if (!holdsUnknown(packages) && !packages.some((one) => nameOfPackage(one) === snowpark))
    problems.push([
      "packages",
      `${packages.length === 0 ? "is missing" : `has no ${snowpark}`}: every procedure in Python needs "${snowpark}"`,
    ]);
  if (own === undefined) problems.push(["handler", `is missing: name the function to run, such as "run"`]);
  if (text !== undefined) {
    const problem = textProblem(text, "python");
    return problem === undefined ? problems : [...problems, ["body", problem]];
  }
  if (imports.length === 0) problems.push(["body", "is missing: give it, or the file with the module in imports"]);
  else if (own !== undefined && !isUnknown(own) && !own.includes("."))
    problems.push(["handler", `${JSON.stringify(own)} names no module; without a body, write "module.${own}"`]);
  return problems;
}

function textProblem(text: string, spoken: ProcedureLanguage): string | undefined {
  if (isUnknown(text)) return undefined;
  if (text.trim() === "") return "is empty; write the code that shall run";
  return spoken === "sql" ? bodyProblem(text) : undefined;
}

/** A list in which nothing is twice, and whose order says nothing. */
function listOf(item: z.ZodType<string, string>, nameOf: (item: string) => string, noun: string) {
  return orUnknown(
    z
      .array(item)
      .superRefine((items, context) => {
        const names = items.map((one) => (isUnknown(one) ? undefined : nameOf(one)));
        const twice = names.find((name, index) => name !== undefined && names.indexOf(name) !== index);
        if (twice !== undefined) context.addIssue({ code: "custom", message: `has the ${noun} ${twice} twice` });
      })
      .transform((items) => (items.length === 0 ? undefined : items.toSorted())),
  );
}

/** `Snowflake_Snowpark_Python==1.0` is the package `snowflake-snowpark-python`. */
function nameOfPackage(item: string): string {
  return item
    .replace(/[[<>=].*$/s, "")
    .replaceAll(/[_.-]+/g, "-")
    .toLowerCase();
}

function nameOfFile(item: string): string {
  return item.slice(item.lastIndexOf("/") + 1);
}
