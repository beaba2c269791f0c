import type { Setting } from "./settings-layer";
import { InvalidArgumentError } from "./snowflake-error";

/** How to log in. */
export type Authenticator =
  | "SNOWFLAKE"
  | "SNOWFLAKE_JWT"
  | "OAUTH"
  | "PROGRAMMATIC_ACCESS_TOKEN"
  | "WORKLOAD_IDENTITY"
  | "EXTERNALBROWSER"
  | "USERNAME_PASSWORD_MFA"
  | `https://${string}`;

const AUTHENTICATORS: Readonly<Record<string, Authenticator>> = {
  snowflake: "SNOWFLAKE",
  password: "SNOWFLAKE",
  snowflakejwt: "SNOWFLAKE_JWT",
  jwt: "SNOWFLAKE_JWT",
  keypair: "SNOWFLAKE_JWT",
  oauth: "OAUTH",
  programmaticaccesstoken: "PROGRAMMATIC_ACCESS_TOKEN",
  pat: "PROGRAMMATIC_ACCESS_TOKEN",
  workloadidentity: "WORKLOAD_IDENTITY",
  externalbrowser: "EXTERNALBROWSER",
  usernamepasswordmfa: "USERNAME_PASSWORD_MFA",
};

/** The authenticator that a setting means; case, `_` and `-` make no difference. */
export function authenticatorOf({ value, where }: Setting): Authenticator {
  if (/^https:\/\//i.test(value)) return value as Authenticator;
  const authenticator = AUTHENTICATORS[value.toLowerCase().replaceAll(/[_-]/g, "")];
  if (authenticator !== undefined) return authenticator;
  const known = [...new Set(Object.values(AUTHENTICATORS))].join(", ");
  throw new InvalidArgumentError({
    message: `${where}: "${value}" is not an authenticator this library knows; use ${known}, or the https address of Okta.`,
  });
}
