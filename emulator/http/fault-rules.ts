import { z } from "zod";

/** The requests that a fault can strike. */
export const endpoints = [
  "query",
  "login",
  "renew",
  "heartbeat",
  "logout",
  "result",
  "monitoring",
  "abort",
  "telemetry",
  "file",
] as const;

/** One of {@link endpoints}. */
export type Endpoint = (typeof endpoints)[number];

const where = {
  /** Regular expression on the statement's text, case-insensitive; for endpoint `query` only. */
  match: z.string().refine(isPattern, "must be a regular expression").optional(),
  /** The request that is struck; `query` when left out. */
  endpoint: z.enum(endpoints).optional(),
  /** The first matching request that is struck, from 1. */
  nth: z.int().min(1).optional(),
  /** Strikes each matching request. */
  every: z.literal(true).optional(),
  /** How many matching requests are struck; 1, or all with `every`. */
  times: z.int().min(1).optional(),
};

const onlyForSessions: readonly string[] = ["expire-session", "kill-session", "error"];

const rule = z
  .discriminatedUnion("do", [
    z.strictObject({
      ...where,
      /** The connection breaks; nothing was executed. */
      do: z.literal("drop-before"),
    }),
    z.strictObject({
      ...where,
      /** The statement is executed, then the connection breaks. */
      do: z.literal("drop-after"),
    }),
    z.strictObject({
      ...where,
      /** Answers an HTTP status; nothing was executed. */
      do: z.literal("status"),
      /** Which status. */
      status: z.int().min(400).max(599),
    }),
    z.strictObject({
      ...where,
      /** The session token has expired; at `renew`, the master token. */
      do: z.literal("expire-session"),
    }),
    z.strictObject({
      ...where,
      /** The session is gone. */
      do: z.literal("kill-session"),
    }),
    z.strictObject({
      ...where,
      /** The statement takes longer. */
      do: z.literal("delay"),
      /** By how many milliseconds. */
      ms: z.number().min(0).max(2_147_483_647),
    }),
    z.strictObject({
      ...where,
      /** Answers an error; nothing was executed. */
      do: z.literal("error"),
      /** Snowflake's code, six digits. */
      code: z.string().regex(/^\d{6}$/, "must be six digits"),
      /** The SQLSTATE. */
      sqlState: z.string().regex(/^[0-9A-Z]{5}$/, "must be five letters or digits"),
      /** The error's text. */
      message: z.string(),
    }),
    z.strictObject({
      ...where,
      /** The statement never ends by itself. */
      do: z.literal("hang"),
    }),
  ])
  .refine((fault) => !(fault.nth && fault.every), { message: "nth and every exclude each other", path: ["nth"] })
  .refine((fault) => !fault.match || (fault.endpoint ?? "query") === "query", {
    message: "only requests of endpoint query have a statement to match",
    path: ["match"],
  })
  .refine(({ endpoint, do: action }) => endpoint !== "file" || !onlyForSessions.includes(action), {
    message: "requests of endpoint file have no session and no statement",
    path: ["do"],
  });

/** A fault: which requests it strikes, and what it does to them. */
export type FaultRule = z.infer<typeof rule>;

/**
 * Fault rules from JSON data.
 *
 * @throws Error that names every rule and member in the wrong form.
 */
export function parseFaultRules(data: unknown): FaultRule[] {
  const rules = z.array(rule).safeParse(data);
  if (!rules.success) throw new Error(z.prettifyError(rules.error));
  return rules.data;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "is");
    return true;
  } catch {
    return false;
  }
}
