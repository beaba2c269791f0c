import { z } from "zod";
import { nameOf } from "./forms";
import type { Values } from "./property";

/** The values of {@link DataLoss}. */
export const dataLossWords = ["refuse", "ifEmpty", "recoverable", "allow"] as const;
/** What may be lost for the sake of a change; the README's chapter on data safety says what each value means. */
export type DataLoss = (typeof dataLossWords)[number];

/** The values of {@link CreateMode}. */
export const createModes = ["errorIfExists", "ifNotExists", "createOrAlter", "orReplace"] as const;
/** What to do when an object of that name exists already; see the README's chapter on adoption. */
export type CreateMode = (typeof createModes)[number];

/** How long each operation may take, e.g. `"5m"` or `"1h30m"`. */
export interface Timeouts {
  /** Limit of each statement of a creation. @defaultValue none */
  readonly create?: string | undefined;
  /** Limit of each statement of a change. @defaultValue none */
  readonly update?: string | undefined;
  /** Limit of each statement of a deletion. @defaultValue none */
  readonly delete?: string | undefined;
}

/** Options that every kind has; none of them has SQL of its own. */
export interface Options {
  readonly connection?: string;
  readonly role?: string;
  readonly createMode?: CreateMode;
  readonly dataLoss?: DataLoss;
  readonly readTags?: boolean;
  readonly timeouts?: Timeouts;
}

const duration = z.string().transform((written, context) => {
  if (milliseconds(written) !== undefined) return written;
  context.addIssue({
    code: "custom",
    message: `${JSON.stringify(written)} is not a duration; write it like "90s", "5m" or "1h30m"`,
  });
  return z.NEVER;
});

const optionSchemas: { readonly [K in keyof Options]-?: z.ZodType } = {
  connection: z.string().min(1, { error: "is empty; give the name of a connection, or leave it out" }),
  role: nameOf(1),
  createMode: z.enum(createModes, {
    error: (issue) => `${JSON.stringify(issue.input)} is not one of ${createModes.join(", ")}`,
  }),
  dataLoss: z.enum(dataLossWords, {
    error: (issue) => `${JSON.stringify(issue.input)} is not one of ${dataLossWords.join(", ")}`,
  }),
  readTags: z.boolean(),
  timeouts: z.strictObject({ create: duration.optional(), update: duration.optional(), delete: duration.optional() }),
};

/** The schema of each option, by name. */
export const options: Readonly<Record<string, z.ZodType>> = optionSchemas;

/** The options among canonical inputs or outputs. */
export function optionsOf(values: Values): Options {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key in options)) as Options;
}

/** Milliseconds of a duration such as `1h30m`; absent if the text is not one. */
export function milliseconds(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text)) return undefined;
  const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units], 0);
}
