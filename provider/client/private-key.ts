import { createPrivateKey, type KeyObject } from "node:crypto";
import { type Advice, pulumiAdvice } from "./advice";
import { InvalidArgumentError } from "./snowflake-error";

/**
 * The key as the driver takes it: PKCS#8 PEM without a passphrase.
 *
 * @param text - PEM (its line breaks may be written as `\n`), or the base64 of PKCS#8 DER.
 * @param where - Where the text came from, for the error.
 */
export function privateKeyPem(
  text: string,
  passphrase: string | undefined,
  where: string,
  advice: Advice = pulumiAdvice,
): string {
  const key = parsed(text, passphrase, where, advice);
  if (key.asymmetricKeyType !== "rsa") {
    throw new InvalidArgumentError({
      message: `${where} holds a key of type ${key.asymmetricKeyType}; Snowflake takes RSA keys of 2048 bits or more (openssl genrsa 2048).`,
    });
  }
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

/** True for texts that hold a key, false for what can only be the path of a file. */
export function looksLikeKey(text: string): boolean {
  return isPem(text) || isBase64(text);
}

function parsed(text: string, passphrase: string | undefined, where: string, advice: Advice): KeyObject {
  const secret = passphrase === undefined ? {} : { passphrase };
  try {
    if (isPem(text)) return createPrivateKey({ key: pemLines(text), format: "pem", ...secret });
    return createPrivateKey({ key: Buffer.from(text, "base64"), format: "der", type: "pkcs8", ...secret });
  } catch (error) {
    throw unreadable(error, text, passphrase, where, advice);
  }
}

/** Secret stores and environment files often keep a PEM in one line: with `\n` spelled out, or blanks for line breaks. */
function pemLines(text: string): string {
  const unescaped = text.trim().replaceAll("\\r", "").replaceAll("\\n", "\n");
  if (unescaped.includes("\n")) return `${unescaped}\n`;
  const match = /^(-----BEGIN [A-Z ]+-----)(.*)(-----END [A-Z ]+-----)$/.exec(unescaped);
  if (match === null) return unescaped;
  return `${match[1]}\n${match[2]?.replace(/\s+/g, "")}\n${match[3]}\n`;
}

function unreadable(
  error: unknown,
  text: string,
  passphrase: string | undefined,
  where: string,
  { secret }: Advice,
): InvalidArgumentError {
  const code = (error as { code?: unknown }).code;
  const encrypted = text.includes("ENCRYPTED") || code === "ERR_MISSING_PASSPHRASE";
  if (encrypted && passphrase === undefined) {
    return new InvalidArgumentError({
      message: `${where} holds an encrypted key and there is no passphrase. Set ${secret("privateKeyPassphrase")}.`,
    });
  }
  if (passphrase !== undefined && (encrypted || !isPem(text))) {
    return new InvalidArgumentError({ message: `${where} holds a key that the passphrase does not open.` });
  }
  return new InvalidArgumentError({
    message: `${where} holds no private key that can be read. Give the PEM text (-----BEGIN PRIVATE KEY-----), the base64 of its DER form, or the path of a .p8 file.`,
  });
}

function isPem(text: string): boolean {
  return text.trimStart().startsWith("-----BEGIN ");
}

/** No path is this long and made of these characters alone; DER of a private key begins with MII. */
function isBase64(text: string): boolean {
  return /^MI[A-Za-z0-9+/=\s]{200,}$/.test(text.trim());
}
