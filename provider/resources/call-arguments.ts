import { z } from "zod";
import { nameOf } from "../resource/forms";
import { isUnknown } from "../resource/unknown";
import { IdentifierError } from "../sql";
import { argumentName, type CallArguments, type CallValue } from "../sql/call";
import { callValue, valueProblem } from "./call-value";
import { orUnknown } from "./or-unknown";
import { argumentType } from "./procedure-returns";

/** An argument of a procedure that stands in a task, with the value that the task passes. */
export interface TypedArgument {
  /** As JavaScript and SQL see it: in upper case, unless it is in quotes. */
  readonly name: string;
  /** Its type, canonical but for lengths that are the default. */
  readonly type: string;
  /** What is passed; absent for NULL. */
  readonly value?: CallValue;
}

/** Arguments of a call: a list, or an object by their names. None is the same as not said. */
export const callArguments = orUnknown(
  z.unknown().transform((written, context): CallArguments | undefined => {
    const entries = entriesOf(written, "values", context);
    if (entries === undefined) return z.NEVER;
    if (entries.length === 0) return undefined;
    const read = entries.map(([key, value]) => [key, within(callValue, value, key, context)] as const);
    return Array.isArray(written) ? read.map(([, value]) => value) : namedValues(read, context);
  }),
);

/**
 * Arguments with their types: a list, which gives their order, or an object by their names. Pulumi keeps no order of an object,
 * so that it is put into the one of the alphabet.
 */
export const typedArguments = orUnknown(
  z.unknown().transform((written, context): readonly TypedArgument[] | undefined => {
    const entries = entriesOf(written, "arguments of type and value", context);
    if (entries === undefined) return z.NEVER;
    // Of an argument that is not known at all, there is nothing to put in order.
    if (entries.some(([, one]) => isUnknown(one))) return written as readonly TypedArgument[];
    const args = entries.map(([key, one]) =>
      Array.isArray(written)
        ? within(typedArgument, one, key, context)
        : { name: within(nameOf(1), key, key, context), ...within(typedValue, one, key, context) },
    );
    refuseTwice(
      args.map(({ name }) => name),
      context,
    );
    if (args.length === 0) return undefined;
    return (Array.isArray(written) ? args : args.toSorted(byNames)).map(withoutNull);
  }),
);

const fields = { type: argumentType, value: callValue.optional() };
const typedValue = z.strictObject(fields).superRefine(refuseMisfit);
const typedArgument = z.strictObject({ name: nameOf(1), ...fields }).superRefine(refuseMisfit);

type Checked = Omit<TypedArgument, "value"> & { readonly value?: CallValue | undefined };

function refuseMisfit({ type, value }: Omit<Checked, "name">, context: z.core.$RefinementCtx): void {
  const problem = valueProblem(type, value);
  if (problem !== undefined) context.addIssue({ code: "custom", path: ["value"], message: problem });
}

/** NULL is what is not said: Pulumi keeps no null in an object. */
function withoutNull({ name, type, value }: Checked): TypedArgument {
  return { name, type, ...(value == null ? {} : { value }) };
}

function byNames(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}

function namedValues(entries: readonly (readonly [PropertyKey, CallValue])[], context: z.core.$RefinementCtx) {
  const args = entries.map(([key, value]) => ({ name: nameInCall(String(key), context), value }));
  refuseTwice(
    args.map(({ name }) => name),
    context,
  );
  return Object.fromEntries(args.toSorted(byNames).map(({ name, value }) => [name, value]));
}

function nameInCall(key: string, context: z.core.$RefinementCtx): string {
  try {
    return argumentName(key);
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    context.addIssue({ code: "custom", path: [key], message: error.message });
    return key;
  }
}

function refuseTwice(names: readonly string[], context: z.core.$RefinementCtx): void {
  const twice = names.find((name, index) => !isUnknown(name) && names.indexOf(name) !== index);
  if (twice !== undefined) context.addIssue({ code: "custom", message: `has the argument ${twice} twice` });
}

/** The items of a list or an object with the step of the path that leads there. */
function entriesOf(written: unknown, noun: string, context: z.core.$RefinementCtx) {
  if (Array.isArray(written)) return written.map((item, index): [PropertyKey, unknown] => [index, item]);
  if (typeof written === "object" && written !== null) {
    return Object.entries(written).filter(([, item]) => item !== undefined) as [PropertyKey, unknown][];
  }
  context.addIssue({ code: "custom", message: `is not a list, or an object by their names, of ${noun}` });
  return undefined;
}

/** What a schema makes of something inside; what it finds wrong stands at the path there. */
function within<Out>(schema: z.ZodType<Out>, written: unknown, key: PropertyKey, context: z.core.$RefinementCtx): Out {
  const read = schema.safeParse(written);
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    context.addIssue({ ...issue, path: [key, ...issue.path] } as Parameters<typeof context.addIssue>[0]);
  }
  return {} as Out;
}
