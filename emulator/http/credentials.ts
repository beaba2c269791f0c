import type { UserRecord } from "../engine/engine";
import { RefusedError } from "./answers";
import { type Fields, fieldsOf, textOf } from "./body";
import type { Context } from "./context";
import { isSignedBy, parseKeyPairToken, timeProblem } from "./key-pair";

/** The user whose identity the login proves. @throws RefusedError if it proves none. */
export function authenticate(context: Context, login: Fields): string {
  switch (textOf(login, "AUTHENTICATOR")?.toUpperCase()) {
    case "SNOWFLAKE_JWT":
      return byKeyPair(context, login);
    case "OAUTH":
      return byToken(context, login, new RefusedError("390303", "Invalid OAuth access token."));
    case "WORKLOAD_IDENTITY":
      return byToken(context, login, new RefusedError("390303", "Invalid workload identity token."));
    case "PROGRAMMATIC_ACCESS_TOKEN":
      return byToken(context, login, new RefusedError("394400", "Programmatic access token is invalid."));
    case "ID_TOKEN":
      throw new RefusedError("390195", "The provided ID Token is invalid.");
    default:
      return byPassword(context, login);
  }
}

/** @throws RefusedError if the server stands for another account than the one that the client names. */
export function checkAccount(context: Context, account: string | undefined): void {
  if (!context.accountNames || account === undefined) return;
  if (context.accountNames.includes(accountKey(account))) return;
  const message = `Account ${account} is not here: this emulator stands for account ${context.accountNames[0]}.`;
  throw new RefusedError("390100", message);
}

/** Account names compare without case; host names write `-` for `_`. */
export function accountKey(account: string): string {
  return account.toUpperCase().replaceAll("_", "-");
}

function byPassword(context: Context, login: Fields): string {
  const name = textOf(login, "LOGIN_NAME");
  const password = textOf(login, "PASSWORD");
  if (name === undefined || password === undefined) throw wrongPassword();
  const known = findUser(context, name);
  if (!known) {
    if (context.users) throw wrongPassword();
    return name.toUpperCase();
  }
  const accepted = [known.password, ...(known.tokens ?? [])].filter((secret) => secret !== undefined);
  const isOpen = !context.users && accepted.length === 0;
  if (!isOpen && !accepted.includes(password)) throw wrongPassword();
  return known.name;
}

function byKeyPair(context: Context, login: Fields): string {
  const token = parseKeyPairToken(textOf(login, "TOKEN") ?? "");
  if (!token) throw badKeyPair("It is not an RS256 token with sub and iss as Snowflake wants them");
  checkAccount(context, token.account);
  const loginName = textOf(login, "LOGIN_NAME");
  if (loginName !== undefined && loginName.toUpperCase() !== token.user.toUpperCase()) {
    throw badKeyPair("Its subject is another user than the one who logs in");
  }
  const problem = timeProblem(token, context.now().getTime());
  if (problem) throw badKeyPair(`Its times are wrong: ${problem}`);
  const known = findUser(context, token.user);
  const keys = known?.publicKeys ?? [];
  const isOpen = !context.users && keys.length === 0;
  if (!isOpen && !isSignedBy(token, keys)) throw badKeyPair("No public key of the user fits it");
  return known?.name ?? token.user.toUpperCase();
}

function byToken(context: Context, login: Fields, refused: RefusedError): string {
  const token = textOf(login, "TOKEN") ?? textOf(login, "PASSWORD");
  if (token === undefined) throw refused;
  const name = textOf(login, "LOGIN_NAME");
  const owner = context.users?.find((user) => user.tokens?.includes(token));
  const known = owner
    ? (findUser(context, owner.name) ?? owner)
    : name === undefined
      ? undefined
      : findUser(context, name);
  const isOpen = !context.users && (known?.tokens ?? []).length === 0;
  if (isOpen) return (name ?? subject(token) ?? "TOKEN_USER").toUpperCase();
  if (!known?.tokens?.includes(token)) throw refused;
  if (name !== undefined && name.toUpperCase() !== known.name.toUpperCase()) throw refused;
  return known.name;
}

// Passwords and keys may have been changed by ALTER USER; tokens are known from the options alone.
function findUser(context: Context, name: string): UserRecord | undefined {
  const upper = name.toUpperCase();
  const listed = context.users?.find((user) => user.name.toUpperCase() === upper);
  const known = context.engine.findUser(upper);
  if (!listed || !known) return known ?? listed;
  return { ...known, ...(listed.tokens ? { tokens: listed.tokens } : {}) };
}

// A token that is a JSON web token names its user.
function subject(token: string): string | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return textOf(fieldsOf(claims), "sub");
  } catch {
    return undefined;
  }
}

function wrongPassword(): RefusedError {
  return new RefusedError("390100", "Incorrect username or password was specified.");
}

function badKeyPair(reason: string): RefusedError {
  return new RefusedError("390144", `JWT token is invalid. ${reason}.`);
}
