import { z } from "zod";
import type { UserRecord } from "../engine/engine";
import { publicKey } from "./key-pair";

const key = z.string().refine(isPublicKey, "must be an RSA public key: PEM text, or its base64 without header");

const user = z.strictObject({
  name: z.string().min(1),
  password: z.string().min(1).optional(),
  publicKeys: z.array(key).max(2, "a user has two public keys at most").optional(),
  tokens: z.array(z.string().min(1)).optional(),
  roles: z.array(z.string().min(1)).optional(),
  defaultRole: z.string().min(1).optional(),
});

const users = z.union([z.array(user), z.strictObject({ users: z.array(user) }).transform((file) => file.users)]);

/**
 * Users from the text of a `--users` file: a list of {@link UserRecord}, or `{ "users": […] }`.
 *
 * @throws Error that names every member in the wrong form.
 */
export function parseUsers(data: unknown): UserRecord[] {
  const list = Array.isArray(data) ? z.array(user).safeParse(data) : users.safeParse(data);
  if (!list.success) throw new Error(z.prettifyError(list.error));
  return list.data.map(withoutUndefined);
}

function withoutUndefined(record: z.infer<typeof user>): UserRecord {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as unknown as UserRecord;
}

function isPublicKey(text: string): boolean {
  try {
    publicKey(text);
    return true;
  } catch {
    return false;
  }
}
