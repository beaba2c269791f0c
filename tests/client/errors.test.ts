import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  ConnectionError,
  fromDriver,
  NotAuthorizedError,
  ObjectExistsError,
  ObjectMissingError,
  SnowflakeError,
  SqlError,
  TimeoutError,
} from "../../provider/client/errors";
import { raw, secret, sql } from "../../provider/sql/sql";

/** An error as the driver makes it of Snowflake's answer. */
function answered(code: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name: "OperationFailedError", code, data: { queryId: "q-1" }, ...more });
}

/** An error as the driver makes it when no answer came. */
function unanswered(code: string): Error {
  const cause = Object.assign(new Error(`connect ${code}`), { code });
  return Object.assign(new Error(cause.message), { name: "NetworkError", code: 401001, cause });
}

describe("an error of the driver", () => {
  test.each([
    [answered("002003", "Warehouse 'W' does not exist."), ObjectMissingError, "Warehouse 'W' does not exist (002003)"],
    [answered("002043", "Object does not exist."), ObjectMissingError, "Object does not exist (002043)"],
    [answered("002002", "Object 'W' already exists."), ObjectExistsError, "Object 'W' already exists (002002)"],
    [
      answered("003001", "Insufficient privileges."),
      NotAuthorizedError,
      "Insufficient privileges (003001). Grant the role",
    ],
    [answered("003041", "Not the owner."), NotAuthorizedError, "Not the owner (003041). Grant the role"],
    [answered("099999", "No.", { sqlState: "42501" }), NotAuthorizedError, "No (099999). Grant the role"],
    [answered("000606", "No active warehouse."), SqlError, "Set snowflake:warehouse"],
    [answered("000604", "SQL execution canceled"), TimeoutError, "SQL execution canceled (000604)."],
    [answered("000630", "Statement reached its timeout."), TimeoutError, "Raise STATEMENT_TIMEOUT_IN_SECONDS"],
    [answered("001003", "syntax error line 1 at position 0"), SqlError, "syntax error line 1 at position 0 (001003)"],
    [answered("390189", "Role 'R' does not exist."), ConnectionError, "Grant the role to the user"],
    [answered("390201", "Warehouse 'W' does not exist."), ConnectionError, "Grant the role USAGE on the warehouse"],
    [answered("390127", "MFA needed."), ConnectionError, "The user needs a second factor"],
    [answered("390422", "Not allowed."), ConnectionError, "network policy"],
    [answered("394304", "JWT token is invalid."), ConnectionError, "RSA_PUBLIC_KEY"],
    [answered("394400", "Token is invalid."), ConnectionError, "programmatic access token has not expired"],
    [answered("390999", "Something else."), ConnectionError, "Something else (390999)."],
    [answered("395069", "Unable to render service spec."), SqlError, "Unable to render service spec (395069)"],
    [unanswered("ENOTFOUND"), ConnectionError, "Snowflake's host was not found"],
    [unanswered("ECONNREFUSED"), ConnectionError, "Nothing listens at Snowflake's address"],
    [unanswered("CERT_HAS_EXPIRED"), ConnectionError, "NODE_EXTRA_CA_CERTS"],
    [unanswered("ECONNRESET"), ConnectionError, "Snowflake could not be reached (401001: ECONNRESET"],
  ])("%s is translated by its code", (error, kind, text) => {
    const translated = fromDriver(error, raw("SHOW WAREHOUSES"));
    expect(translated).toBeInstanceOf(kind);
    expect(translated.message).toContain(text);
    expect(translated.statement).toBe("SHOW WAREHOUSES");
  });

  test("of ours stays as it is", () => {
    const ours = new SqlError({ message: "no" });
    expect(fromDriver(ours)).toBe(ours);
  });

  test("keeps Snowflake's code, SQLSTATE and query id as fields", () => {
    const error = fromDriver(answered("002003", "gone", { sqlState: "02000" }));
    expect(error).toMatchObject({ kind: "ObjectMissing", code: "002003", sqlState: "02000", queryId: "q-1" });
    expect(error).toBeInstanceOf(SnowflakeError);
    expect(error.name).toBe("ObjectMissingError");
  });

  test.each([true, false])("says whether a write may have run: %s", (mayHaveRun) => {
    const circumstances = { mayHaveRun };
    for (const error of [
      unanswered("ECONNRESET"),
      Object.assign(new Error("x"), { code: 407002, name: "ClientError" }),
    ]) {
      expect(fromDriver(error, raw("CREATE"), circumstances)).toMatchObject({ outcomeUnknown: mayHaveRun });
    }
    expect(fromDriver(answered("002003", "gone"), raw("DROP"), circumstances)).not.toHaveProperty("outcomeUnknown");
  });

  test.each(["s3cret", "it's; DROP", "back\\slash", "two\nlines"])("hides the secret %j of the statement", (value) => {
    const statement = sql`CREATE USER ${raw("U")} PASSWORD = ${secret(value)} COMMENT = ${"***"}`;
    const message = `unexpected ${secret(value).text}, or ${value}`;
    const error = fromDriver(answered("001003", message, { request: { sqlText: statement.text } }), statement);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(value);
    expect(error.message).not.toContain(secret(value).text);
  });

  test("hides the secrets of the connection", () => {
    const error = fromDriver(answered("390100", "no user with hunter22"), undefined, { secrets: ["hunter22"] });
    expect(error.message).toContain("no user with ***");
  });
});
