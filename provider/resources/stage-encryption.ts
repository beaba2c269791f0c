import { z } from "zod";
import { same } from "../resource/equal";
import { clause, type Word, word } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Change, Property, Values } from "../resource/property";
import { holdsUnknown } from "../resource/unknown";
import { join, raw, type Sql, secret, sql } from "../sql";

/** The types for internal stages. */
export const internalEncryption = ["SNOWFLAKE_FULL", "SNOWFLAKE_SSE"] as const;
const types = [
  ...internalEncryption,
  ...(["AWS_CSE", "AWS_SSE_S3", "AWS_SSE_KMS", "GCS_SSE_KMS", "AZURE_CSE", "NONE"] as const),
] as const;

/** How the files of a stage are encrypted; the master key stands beside it, because it is a secret. */
export interface Encryption {
  /** `SNOWFLAKE_FULL` or `SNOWFLAKE_SSE` internally; externally as the cloud has it, `NONE` for none. */
  readonly type: Word<(typeof types)[number]>;
  /** The cloud's key, for `AWS_SSE_KMS` and `GCS_SSE_KMS`. */
  readonly kmsKeyId?: string | undefined;
}

const schema = z
  .strictObject({ type: word(types).schema, kmsKeyId: z.string().min(1).optional() })
  .superRefine(({ type, kmsKeyId }, context) => {
    if (kmsKeyId !== undefined && !String(type).endsWith("_KMS"))
      context.addIssue({ code: "custom", path: ["kmsKeyId"], message: 'needs type "AWS_SSE_KMS" or "GCS_SSE_KMS"' });
  }) as unknown as z.ZodType<Encryption, Encryption>;

/** Encryption. Of internal stages it is fixed at creation, and SHOW tells it; of external ones nothing is shown. */
export const encryption: Property<Encryption, Encryption> = {
  ...clause<Encryption, Encryption>(schema, (value) => written(value, undefined), {
    clause: (value, all) => sql`ENCRYPTION = ${written(value, all["masterKey"])}`,
    change: (before, after, { after: all }) => {
      if (all["url"] !== undefined) return "alter";
      const [left, right] = [before, after].map((value) => value?.type ?? "SNOWFLAKE_FULL");
      return left === right ? "creation" : "replace";
    },
    onChange: (change) => [encrypt(change, ["encryption", "masterKey"])],
  }),
  source: {
    from: "statements",
    read: async ({ row, managed }) => {
      const { type = "" } = row;
      if (!type?.startsWith("INTERNAL")) return managed;
      const shown = type === "INTERNAL NO CSE" ? "SNOWFLAKE_SSE" : "SNOWFLAKE_FULL";
      return managed === undefined && shown === "SNOWFLAKE_FULL" ? undefined : { type: shown };
    },
  },
};

/** The key of client-side encryption: 128 or 256 bits in base64. It is sent with the encryption. */
export const masterKey: Property<string, string> = {
  ...clause<string, string>(
    z.string().refine(isKey, { error: "is not a key of 128 or 256 bits in base64" }),
    (value) => secret(value),
    {
      secret: true,
      clause: () => raw(""),
      onChange: (change) => {
        const { before, after } = change.all;
        return same(before["encryption"], after["encryption"]) ? [encrypt(change, ["masterKey"])] : [];
      },
    },
  ),
};

function encrypt({ alter, all, reason }: Change<unknown>, keys: readonly string[]) {
  const { encryption: value, masterKey: key } = all.after;
  const changed = keys.filter((one) => !same(all.before[one], all.after[one]));
  const clause = holdsUnknown(value) || holdsUnknown(key) ? raw("<encryption>") : written(asEncryption(value), key);
  return safe(sql`${alter} SET ENCRYPTION = ${clause}`, reason, changed);
}

function asEncryption(value: Values[string]): Encryption {
  return (value as Encryption | undefined) ?? { type: "NONE" };
}

function written({ type, kmsKeyId }: Encryption, key: unknown): Sql {
  const options = [
    sql`TYPE = ${type}`,
    kmsKeyId === undefined ? raw("") : sql`KMS_KEY_ID = ${kmsKeyId}`,
    key === undefined ? raw("") : sql`MASTER_KEY = ${holdsUnknown(key) ? raw("<masterKey>") : secret(String(key))}`,
  ];
  return sql`(${join(options)})`;
}

function isKey(text: string): boolean {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text && (bytes.length === 16 || bytes.length === 32);
}
