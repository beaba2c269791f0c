import { z } from "zod";
import { nearName } from "./near-name";
import { countOf, cpuOf, memoryOf } from "./quantity";

/** An object with these fields and no others. `elsewhere` says of a field that stands at another place where that is. */
export function object<S extends z.ZodRawShape>(
  what: string,
  shape: S,
  elsewhere: Readonly<Record<string, string>> = {},
) {
  const names = Object.keys(shape);
  const unknownField = (key: string) => {
    if (Object.hasOwn(elsewhere, key)) return `is not a field of ${what}; it stands under ${elsewhere[key]}`;
    const near = nearName(key, names);
    return `is not a field of ${what}; ${near === undefined ? `it has ${names.join(", ")}` : `did you mean ${near}?`}`;
  };
  // One line for each field: they become a problem each.
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? issue.keys.map(unknownField).join("\n") : undefined),
  });
}

/** Text of a form; `expected` goes on where "… is not" ends. */
export function matching(form: RegExp, expected: string) {
  return z.string().refine((value) => form.test(value), { error: ({ input }) => `${show(input)} is not ${expected}` });
}

/** One of a few words, as Snowflake writes them. */
export function word<const W extends readonly string[]>(...words: W) {
  return z.enum(words as unknown as [W[number], ...W[number][]], {
    error: ({ input }) => {
      if (input === undefined) return undefined;
      const near = typeof input === "string" ? nearName(input, words) : undefined;
      return `${show(input)} is not one of ${words.join(", ")}${near === undefined ? "" : `; did you mean ${near}?`}`;
    },
  });
}

/** Name of a container, endpoint or volume. */
export const name = z.string().refine((value) => value.length <= 63 && /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(value), {
  error: ({ input }) => `${show(input)} is not a name: ${nameRule}${nameHint(String(input))}`,
});

export const port = z.int().min(1).max(65535);

export const positive = z.int().min(1);

export const memory = z
  .string({ error: ({ input }) => (typeof input === "number" ? withoutUnit(input) : undefined) })
  .refine((value) => memoryOf(value) !== undefined, {
    error: ({ input }) =>
      /^[\d.]+$/.test(String(input))
        ? withoutUnit(input)
        : `${show(input)} is not an amount of memory; write 2Gi, 512Mi, 2G or 500M`,
  });

function withoutUnit(written: unknown): string {
  return `${show(written)} has no unit; write one: Gi, Mi (powers of 1024), G, M (powers of 1000)`;
}

export const cpu = z.custom<number | string>((value) => cpuOf(value) !== undefined, {
  error: ({ input }) => `${show(input)} is not an amount of CPU; write cores as 0.5, or "500m" for thousandths`,
});

export const gpu = z.custom<number | string>((value) => countOf(value) !== undefined, {
  error: ({ input }) => `${show(input)} is not a number of GPUs; write a whole number`,
});

export const absolutePath = matching(/^\//, "an absolute path; it starts with /");

/** A map of names to texts; `whose` is what its values belong to. Values are never shown: they may be secret. */
export function texts(whose: string) {
  return z.custom<Readonly<Record<string, string | undefined>>>().superRefine((map: unknown, context) => {
    if (typeof map !== "object" || map === null || Array.isArray(map)) {
      context.addIssue({ code: "custom", message: `is not an object of names and texts` });
      return;
    }
    for (const [key, value] of Object.entries(map)) {
      const problem = typeof value === "string" ? undefined : notText(whose, value);
      if (problem !== undefined) context.addIssue({ code: "custom", path: [key], message: problem });
    }
  });
}

function notText(whose: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return `has no value; ${whose} are text: write "" for an empty one`;
  const what = typeof value === "number" ? "a number" : typeof value === "boolean" ? "true or false" : undefined;
  if (what === undefined) return `is not text; ${whose} are text`;
  return `is ${what}; ${whose} are text: put the value in quotes`;
}

const nameRule = "up to 63 characters, a–z, 0–9 and -, with a letter first and no - last";

function nameHint(written: string): string {
  const better = written
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 63)
    .replace(/-+$/, "");
  return better === "" ? "" : `; ${show(better)} would be one`;
}

/** A value in a message; not more of it than fits. */
export function show(value: unknown): string {
  if (typeof value === "string")
    return value.length > 200 ? `${JSON.stringify(value.slice(0, 200))}…` : JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : value === null || value === undefined ? "nothing" : "an object";
}
