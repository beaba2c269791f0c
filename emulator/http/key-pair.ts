import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { type Fields, fieldsOf, textOf } from "./body";

/** A JSON web token of a key-pair login, taken apart but not yet believed. */
export interface KeyPairToken {
  readonly account: string;
  readonly user: string;
  /** `SHA256:` and the base64 digest of the public key that the client claims to use. */
  readonly fingerprint: string;
  readonly signed: string;
  readonly signature: Buffer;
  readonly claims: Fields;
}

/** Takes a token apart; undefined when it does not have the form that Snowflake asks for. */
export function parseKeyPairToken(token: string): KeyPairToken | undefined {
  const [header = "", payload = "", signature = "", ...rest] = token.split(".");
  if (rest.length > 0 || textOf(decoded(header), "alg") !== "RS256") return undefined;
  const claims = decoded(payload);
  const [, account, user] = /^([^.]+)\.(.+)$/s.exec(textOf(claims, "sub") ?? "") ?? [];
  const [, issuer, fingerprint] = /^(.+)\.(SHA256:[^.]+)$/s.exec(textOf(claims, "iss") ?? "") ?? [];
  if (!account || !user || !fingerprint || issuer !== `${account}.${user}`) return undefined;
  return {
    account,
    user,
    fingerprint,
    claims,
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

/** Whether one of the keys made the token's fingerprint and signature. */
export function isSignedBy(token: KeyPairToken, publicKeys: readonly string[]): boolean {
  return publicKeys.some((text) => {
    const key = publicKey(text);
    return (
      fingerprint(key) === token.fingerprint && verify("RSA-SHA256", Buffer.from(token.signed), key, token.signature)
    );
  });
}

/** Why the token's times are wrong, or undefined. A token is good for an hour after its issue at most. */
export function timeProblem(token: KeyPairToken, nowMs: number): string | undefined {
  const [issued, expires] = [milliseconds(token.claims["iat"]), milliseconds(token.claims["exp"])];
  if (issued === undefined || expires === undefined) return "iat or exp is missing";
  if (issued > nowMs + 60_000) return "it was issued in the future";
  if (nowMs > expires || nowMs > issued + 3_600_000) return "it has expired";
  return undefined;
}

/**
 * A public key from PEM text, or from the base64 text that `ALTER USER … SET RSA_PUBLIC_KEY` takes.
 *
 * @throws Error if the text is not an RSA public key.
 */
export function publicKey(text: string): KeyObject {
  const key = text.includes("-----BEGIN")
    ? createPublicKey(text)
    : createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
  if (key.asymmetricKeyType !== "rsa") throw new Error("not an RSA key");
  return key;
}

function fingerprint(key: KeyObject): string {
  const der = key.export({ format: "der", type: "spki" });
  return `SHA256:${createHash("sha256").update(der).digest("base64")}`;
}

function decoded(part: string): Fields {
  try {
    return fieldsOf(JSON.parse(Buffer.from(part, "base64url").toString("utf8")));
  } catch {
    return {};
  }
}

// The Node driver writes milliseconds where the others write seconds.
function milliseconds(time: unknown): number | undefined {
  if (typeof time !== "number") return undefined;
  return time > 1e11 ? time : time * 1000;
}
