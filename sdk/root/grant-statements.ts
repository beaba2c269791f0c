import { InvalidArgumentError } from "../../provider/client/errors";
import { join, raw, Sql, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import { type ReadSecurable, readSecurable } from "./grant-on";
import type { Securable } from "./grant-securable";

/** How something is granted. */
export interface GrantOptions extends CallOptions {
  /** Whether the role that gets it may pass it on to other roles. @defaultValue false */
  readonly withGrantOption?: boolean | undefined;
}

/** How something is revoked. */
export interface RevokeOptions extends CallOptions {
  /**
   * What becomes of grants that the role has made of what it loses: they go too (`"cascade"`), or Snowflake refuses (`"restrict"`).
   *
   * @defaultValue `"restrict"`
   */
  readonly dependents?: "cascade" | "restrict" | undefined;
  /** Whether only the right to pass it on goes. @defaultValue false */
  readonly grantOptionOnly?: boolean | undefined;
}

/** How objects get another owner. */
export interface OwnershipOptions extends CallOptions {
  /**
   * What becomes of the privileges that others have on the object: they stay, given by the new owner (`"copy"`), or go (`"revoke"`).
   *
   * @defaultValue none: Snowflake refuses while there are any
   */
  readonly currentGrants?: "copy" | "revoke" | undefined;
}

/** `GRANT SELECT, INSERT ON TABLE DB.S.T TO ROLE R WITH GRANT OPTION`. */
export function grantStatement(privileges: unknown, on: Securable, to: Sql, { withGrantOption }: GrantOptions): Sql {
  const securable = readSecurable(on);
  const words = wordsOf(privileges, securable);
  return sql`GRANT ${words} ON ${securable.text} TO ${to}${raw(withGrantOption === true ? " WITH GRANT OPTION" : "")}`;
}

/** `REVOKE SELECT, INSERT ON TABLE DB.S.T FROM ROLE R CASCADE`. */
export function revokeStatement(privileges: unknown, on: Securable, from: Sql, options: RevokeOptions): Sql {
  const securable = readSecurable(on);
  return revoking(sql`${wordsOf(privileges, securable)} ON ${securable.text} FROM ${from}`, options);
}

/** `GRANT OWNERSHIP ON TABLE DB.S.T TO ROLE R COPY CURRENT GRANTS`. */
export function ownershipStatement(on: Securable, to: Sql, { currentGrants }: OwnershipOptions): Sql {
  if (on === "account") throw refused("The account has no owner.");
  const tail = { copy: "COPY CURRENT GRANTS", revoke: "REVOKE CURRENT GRANTS", none: "" }[currentGrants ?? "none"];
  if (tail === undefined)
    throw refused(`currentGrants: ${JSON.stringify(currentGrants)} is neither "copy" nor "revoke".`);
  return join([sql`GRANT OWNERSHIP ON ${readSecurable(on).text} TO ${to}`, raw(tail)]);
}

/** `REVOKE [GRANT OPTION FOR] … [CASCADE]`. */
export function revoking(what: Sql, { dependents, grantOptionOnly }: RevokeOptions): Sql {
  const tail = { cascade: "CASCADE", restrict: "RESTRICT", none: "" }[dependents ?? "none"];
  if (tail === undefined)
    throw refused(`dependents: ${JSON.stringify(dependents)} is neither "cascade" nor "restrict".`);
  return join([raw(grantOptionOnly === true ? "REVOKE GRANT OPTION FOR" : "REVOKE"), what, raw(tail)]);
}

/** @throws InvalidArgumentError for a privilege that there is not on the object. */
function wordsOf(given: unknown, securable: ReadSecurable): Sql {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw refused("No privilege is given.");
  if (list.includes("ALL") && list.length > 1) throw refused('"ALL" stands alone: it means every other privilege.');
  return join(
    [...new Set(list)].map((one) => wordOf(one, securable)),
    ", ",
  );
}

function wordOf(word: unknown, { privileges, isFuture, text }: ReadSecurable): Sql {
  if (word instanceof Sql) return word;
  if (word === "ALL") return raw("ALL PRIVILEGES");
  if (word === "OWNERSHIP" && isFuture) return raw(word);
  if (word === "OWNERSHIP") {
    throw refused("OWNERSHIP is not granted like a privilege, and never revoked: grantOwnership() hands it over.");
  }
  if (privileges?.some((one) => one === word) === true) return raw(String(word));
  // Of a kind that is not known nothing but the form can be checked.
  if (privileges === undefined && typeof word === "string" && /^[A-Z][A-Z_. ]*$/.test(word)) return raw(word);
  const known =
    privileges === undefined ? "" : ` There ${privileges.length === 0 ? "is none" : `are ${privileges.join(", ")}`};`;
  throw refused(
    `${JSON.stringify(word)} is not a privilege on ${text.text}.${known} for one that is new write raw("NEW PRIVILEGE").`,
  );
}

function refused(message: string): InvalidArgumentError {
  return new InvalidArgumentError({ message: `${message} Nothing was sent.` });
}
