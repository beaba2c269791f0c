import { InvalidArgumentError } from "../../provider/client/errors";
import { IdentifierError, join, parseQualified, quoted, type Sql, sql } from "../../provider/sql";

/**
 * `TO ACCOUNTS ORG.A, ORG.B`, of accounts by their organization and name.
 *
 * @throws InvalidArgumentError if there is none, or one is no such name.
 */
export function toAccounts(accounts: readonly string[]): Sql {
  if (accounts.length === 0) {
    throw new InvalidArgumentError({
      message: 'No account is given: write ["ORGANIZATION.ACCOUNT"]. Nothing was sent.',
    });
  }
  return sql`TO ACCOUNTS ${join(accounts.map(accountName), ", ")}`;
}

function accountName(account: string): Sql {
  try {
    const parts = parseQualified(account);
    if (parts.length === 2) return quoted(...parts);
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
  }
  throw new InvalidArgumentError({
    message: `${JSON.stringify(account)} is not an account: "ORGANIZATION.ACCOUNT" is expected. Nothing was sent.`,
  });
}
