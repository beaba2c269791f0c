import type { Json } from "../catalog/object";
import { unsupported } from "../sql-error";
import { formatMembers } from "../stage/file-format";
import type { Member } from "../stage/option-group";
import { readGroup, readMember } from "../stage/option-group";
import type { Form } from "../statements/forms";
import { booleanForm, identifierForm, textForm, wordForm } from "../statements/forms";
import type { Cursor } from "../syntax/cursor";

/** The clauses of CREATE STAGE and ALTER STAGE … SET that were written, by their keywords. */
export type StageClauses = Record<string, Json>;

const text = { form: textForm() };
const boolean = { form: booleanForm() };
/** That there is one is all that is kept of a secret. */
const secret: Member = { form: ({ kind }) => (kind === "string" ? true : undefined), secret: true };

const single: Readonly<Record<string, Member>> = {
  URL: text,
  STORAGE_INTEGRATION: { form: identifierForm() },
  ENDPOINT: text,
  AWS_ACCESS_POINT_ARN: text,
  USE_PRIVATELINK_ENDPOINT: boolean,
};

const groups: Readonly<Record<string, Readonly<Record<string, Member>>>> = {
  CREDENTIALS: {
    AWS_KEY_ID: { ...text, secret: true },
    AWS_SECRET_KEY: secret,
    AWS_TOKEN: secret,
    AWS_ROLE: text,
    AZURE_SAS_TOKEN: secret,
  },
  ENCRYPTION: {
    TYPE: {
      form: wordForm(
        "SNOWFLAKE_FULL",
        "SNOWFLAKE_SSE",
        "AWS_CSE",
        "AWS_SSE_S3",
        "AWS_SSE_KMS",
        "GCS_SSE_KMS",
        "AZURE_CSE",
        "NONE",
      ),
    },
    MASTER_KEY: { form: masterKey(), secret: true },
    KMS_KEY_ID: text,
  },
  DIRECTORY: {
    ENABLE: boolean,
    AUTO_REFRESH: boolean,
    REFRESH_ON_CREATE: boolean,
    NOTIFICATION_INTEGRATION: { form: identifierForm() },
    AWS_SNS_TOPIC: text,
  },
  FILE_FORMAT: formatMembers,
};

/** Reads one clause; false when there is none here. */
export function readStageClause(cursor: Cursor, clauses: StageClauses): boolean {
  const { kind, value: key } = cursor.token;
  if (kind !== "word" || clauses[key] !== undefined) return false;
  const member = Object.hasOwn(single, key) ? single[key] : undefined;
  const group = Object.hasOwn(groups, key) ? groups[key] : undefined;
  if (!member && !group) return false;
  cursor.next();
  if (member) clauses[key] = readMember(cursor, key, member);
  else if (key === "FILE_FORMAT" && cursor.ahead(1).value !== "(") {
    clauses[key] = { FORMAT_NAME: readMember(cursor, key, formatMembers.FORMAT_NAME) };
  } else clauses[key] = Object.fromEntries(readGroup(cursor, group ?? {}));
  return true;
}

/** A member of a clause that is a group. */
export function member(clauses: StageClauses, clause: string, key: string): Json | undefined {
  return (clauses[clause] as Record<string, Json> | undefined)?.[key];
}

/** Refuses members of a clause that this stage does not have. */
export function requireMembers(clauses: StageClauses, clause: string, allowed: readonly string[]): void {
  const wrong = Object.keys((clauses[clause] ?? {}) as object).find((key) => !allowed.includes(key));
  if (wrong !== undefined) throw unsupported(`${wrong} in ${clause} of this stage`);
}

/** A key of 128 or 256 bits in base64. */
function masterKey(): Form {
  return ({ kind, value }) => {
    const bytes = Buffer.from(value, "base64");
    const whole = kind === "string" && bytes.toString("base64") === value;
    return whole && (bytes.length === 16 || bytes.length === 32) ? true : undefined;
  };
}
