import type { Advice } from "./advice";

/**
 * What to do next when Snowflake refuses a log-in with this code; undefined for codes that have nothing to do with
 * logging in.
 */
export function loginAdvice(code: string | undefined, advice: Advice): string | undefined {
  if (code === undefined) return undefined;
  const own = ADVICE[code];
  if (own !== undefined) return typeof own === "string" ? own : own(advice);
  const number = Number(code);
  if (number >= 394300 && number <= 394399) return KEY_PAIR;
  if (number >= 394400 && number <= 394499) return ACCESS_TOKEN;
  return undefined;
}

const PASSWORD =
  "Check user and password. Programs that run unattended want a key pair or a programmatic access token: Snowflake asks people with a password for a second factor.";
const KEY_PAIR =
  "Check that the user's RSA_PUBLIC_KEY (DESCRIBE USER) belongs to the private key, that user and account are spelled as Snowflake knows them, and that this machine's clock is right.";
const OAUTH = ({ secret }: Advice) => `Get a new OAuth token, and set it as ${secret("token")}.`;
const ACCESS_TOKEN =
  "Check that the programmatic access token has not expired or been revoked, and that a network policy is in force for its user: Snowflake asks for one.";
const MFA =
  "The user needs a second factor: use authenticator USERNAME_PASSWORD_MFA and confirm the request, or log in with a key pair or a programmatic access token.";
const BROWSER = "Log in through the browser again (authenticator EXTERNALBROWSER).";

const ADVICE: Readonly<Record<string, string | ((advice: Advice) => string)>> = {
  "390100": PASSWORD,
  "390101": PASSWORD,
  "390102": "The user is locked after too many failed attempts. Wait 15 minutes, or have an administrator unlock it.",
  "390110": BROWSER,
  "390120": MFA,
  "390121": MFA,
  "390122": MFA,
  "390123": MFA,
  "390124": MFA,
  "390125": MFA,
  "390126": MFA,
  "390127": MFA,
  "390128": MFA,
  "390129": MFA,
  "390144": KEY_PAIR,
  "390189": ({ role }) =>
    `Grant the role to the user, or set ${role} to one that the user has: SHOW GRANTS TO USER lists them.`,
  "390195": BROWSER,
  "390201": ({ setting }) =>
    `Grant the role USAGE on the warehouse, or set ${setting("warehouse")} to another, or to none.`,
  "390303": OAUTH,
  "390318": OAUTH,
  "390422":
    "Snowflake does not accept log-ins from this address. Have it added to the network policy of the account or the user.",
};
