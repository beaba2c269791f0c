import { z } from "zod";
import { same } from "../resource/equal";
import { clause, reference, text } from "../resource/forms";
import { type Step, safe } from "../resource/plan";
import { type Change, keywordOf, type Property, type Values } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { join, raw, type Sql, secret, sql } from "../sql";
import { cloudOf, protocols } from "./stage-clouds";

/** What lets Snowflake read a store that is not public, if no integration does. */
export interface Credentials {
  /** Id of a key of Amazon's. */
  readonly awsKeyId?: string | undefined;
  /** The key itself. */
  readonly awsSecretKey?: string | undefined;
  /** Of temporary credentials. */
  readonly awsToken?: string | undefined;
  /** Instead of a key: ARN of a role. */
  readonly awsRole?: string | undefined;
  /** Shared access signature of Azure's. */
  readonly azureSasToken?: string | undefined;
}

const part = z.string().min(1, { error: "is empty" }).optional();

const credentialsSchema = z
  .strictObject({
    awsKeyId: part,
    awsSecretKey: part,
    awsToken: part,
    awsRole: part,
    azureSasToken: part,
  })
  .refine((value) => Object.values(value).some((one) => one !== undefined), {
    error: "is empty; give awsKeyId and awsSecretKey, awsRole, or azureSasToken",
  }) as unknown as z.ZodType<Credentials, Credentials>;

/** Where the files of an external stage are. Another cloud is another stage. */
export const url: Property<string, string> = text(
  {
    change: (before, after) => {
      const [left, right] = [before, after].map((one) => (one === undefined ? undefined : cloudOf(one)));
      if (left === undefined || right === undefined)
        return { replaceBecause: "url (an internal stage cannot become an external one, or back)" };
      return left.name === right.name && left.compatible === right.compatible
        ? "alter"
        : { replaceBecause: "url (a stage stays in its cloud)" };
    },
    onChange: (change) => relocate("url", change),
  },
  z.string().refine((written) => written === "" || cloudOf(written) !== undefined, {
    error: (issue) =>
      `${JSON.stringify(issue.input)} does not begin like the URL of a stage; use one of ${protocols.join(", ")}`,
  }),
);

/** What cannot be taken back, only exchanged for the other. */
const unlessExchanged = (other: string) => (_before: unknown, after: unknown, all: { readonly after: Values }) =>
  after === undefined && all.after[other] === undefined ? "replace" : "alter";

/** Integration that gives access. */
export const storageIntegration: Property<string, string> = reference({
  change: unlessExchanged("credentials"),
  onChange: (change) => relocate("storageIntegration", change),
});

/** Secrets that give access. */
export const credentials: Property<Credentials, Credentials> = clause<Credentials, Credentials>(
  credentialsSchema,
  writtenCredentials,
  {
    secret: true,
    change: unlessExchanged("storageIntegration"),
    onChange: (change) => relocate("credentials", change),
  },
);

const parts = { url, storageIntegration, credentials };
type Part = keyof typeof parts;

/** One statement for all of them: a new URL is said together with what gives access to it. */
function relocate(key: Part, { alter, all: { before, after }, reason }: Change<unknown>): readonly Step[] {
  const changed = (Object.keys(parts) as Part[]).filter((one) => !same(before[one], after[one]));
  if (key !== changed[0]) return [];
  const said = changed.includes("url") ? (Object.keys(parts) as Part[]) : changed;
  const clauses = said.flatMap((one) => (after[one] === undefined ? [] : [setting(one, after[one])]));
  return clauses.length === 0 ? [] : [safe(sql`${alter} SET ${join(clauses)}`, reason, changed)];
}

function setting(key: Part, value: unknown): Sql {
  const property = parts[key] as Property;
  return sql`${raw(keywordOf(key, property))} = ${holdsUnknown(value) ? raw(`<${key}>`) : property.write(value)}`;
}

function writtenCredentials(value: Credentials): Sql {
  const entries = Object.entries(value).flatMap(([key, one]) =>
    one === undefined ? [] : [sql`${raw(keywordOf(key, {}))} = ${secret(one)}`],
  );
  return sql`(${join(entries)})`;
}
