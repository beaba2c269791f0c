import { z } from "zod";
import { nameOf } from "../resource/forms";
import { isUnknown } from "../resource/unknown";
import { canonicalSpecification, parseSpecification, templateProblems } from "../specification";
import {
  isFile,
  isTemplate,
  parseRendered,
  type Spec,
  type SpecFile,
  type SpecTemplate,
  type WrittenSpec,
} from "./service-spec-forms";

const stageName = nameOf(3);

/** Checks a specification in any of its forms, and gives its canonical one. */
export const specSchema = z.unknown().transform((written, context): Spec => {
  if (isUnknown(written)) return written as unknown as Spec;
  if (isFile(written) || isTemplate(written))
    return isFile(written) ? fileOf(written, context, []) : templateOf(written, context);
  return structureIn(written, context);
}) as unknown as z.ZodType<Spec, WrittenSpec>;

type Context = Parameters<Parameters<ReturnType<typeof z.unknown>["transform"]>[0]>[1];

function structureIn(written: unknown, context: Context): Spec {
  const { specification, problems } = parseSpecification(isShort(written) ? { spec: written } : written, {
    // Snowflake takes a whole number without quotes as text.
    numbersInEnv: "text",
  });
  for (const { path, message } of problems) context.addIssue({ code: "custom", message, path: pathBelow(path) });
  if (specification !== undefined) return canonicalSpecification(specification);
  // Text that is not known yet was passed over.
  return problems.length > 0 ? z.NEVER : (written as Spec);
}

/** Whether an object is what stands under `spec` alone. */
function isShort(written: unknown): boolean {
  return typeof written === "object" && written !== null && !Array.isArray(written) && !("spec" in written);
}

/** The property is called as the YAML's first key: a place in the YAML is the place in the program. */
function pathBelow(path: string): string[] {
  if (path === "" || path === "spec") return [];
  const rest = path.startsWith("spec.") ? path.slice("spec.".length) : path;
  return rest === "" ? [] : [rest];
}

function fileOf({ stage, file, ...others }: SpecFile, context: Context, path: readonly string[]): SpecFile {
  const issue = (key: string, message: string) =>
    context.addIssue({ code: "custom", path: [...path, ...(key === "" ? [] : [key])], message });
  for (const key of Object.keys(others)) issue(key, "is not known here; a file is { stage, file }");
  const read = stageName.safeParse(stage);
  if (!read.success)
    for (const { message } of read.error.issues)
      issue("stage", stage === undefined ? "is missing; give the stage that holds the file" : message);
  const isText = typeof file === "string" && file !== "";
  if (!isText) issue("file", 'is no path of a file on the stage, such as "services/web.yaml"');
  else if (!isUnknown(file) && /^[@/]|(^|\/)\.\.(\/|$)/.test(file))
    issue("file", `${JSON.stringify(file)} is not a path below the stage, such as "services/web.yaml"`);
  return { stage: read.data ?? String(stage), file };
}

function templateOf({ template, values = {}, ...others }: SpecTemplate, context: Context): SpecTemplate {
  const issue = (path: readonly string[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  for (const key of Object.keys(others)) issue([key], "is not known here; a template is { template, values }");
  if (!isUnknown(values) && (typeof values !== "object" || Array.isArray(values))) {
    issue(["values"], "is no object with the values of the template's variables");
    return z.NEVER;
  }
  if (!isUnknown(values) && Object.keys(values).length === 0)
    issue(["values"], "is empty; Snowflake takes a template only with the value of at least one variable");
  if (isFile(template)) return { template: fileOf(template, context, ["template"]), values };
  if (typeof template !== "string") {
    issue(["template"], "is neither the text of a template nor { stage, file }");
    return z.NEVER;
  }
  if (isUnknown(template) || isUnknown(values)) return { template, values };
  const problems = templateProblems(template, values);
  for (const { path, message } of problems) issue(["values", path], message);
  const rendered = problems.length > 0 ? undefined : parseRendered(template, values);
  for (const { path, message } of rendered?.problems ?? [])
    issue(["template"], `${path === "" ? "" : `${path} `}${message}, once its values are put in`);
  return { template, values };
}
