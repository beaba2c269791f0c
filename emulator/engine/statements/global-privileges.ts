import type { Kinds } from "./context";

/**
 * Privileges on the account besides those to create a kind that the emulator has.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege
 */
const others = [
  ...objects("CREATE", [
    "ACCOUNT",
    "APPLICATION",
    "APPLICATION PACKAGE",
    "COMPUTE POOL",
    "DATA EXCHANGE LISTING",
    "EXTERNAL VOLUME",
    "FAILOVER GROUP",
    "INTEGRATION",
    "LISTING",
    "NETWORK POLICY",
    "ORGANIZATION LISTING",
    "ORGANIZATION PROFILE",
    "PREVIEW APPLICATION",
    "PROVISIONED THROUGHPUT",
    "REPLICATION GROUP",
    "SHARE",
  ]),
  ...objects("APPLY", [
    "AGGREGATION POLICY",
    "AUTHENTICATION POLICY",
    "CONTACT",
    "JOIN POLICY",
    "MASKING POLICY",
    "PACKAGES POLICY",
    "PASSWORD POLICY",
    "PROJECTION POLICY",
    "ROW ACCESS POLICY",
    "SESSION POLICY",
    "STORAGE LIFECYCLE POLICY",
    "TAG",
  ]),
  ...objects("EXECUTE", ["ALERT", "DATA METRIC FUNCTION", "MANAGED ALERT", "MANAGED TASK", "TASK"]),
  ...objects("IMPORT", ["ORGANIZATION LISTING", "SHARE"]),
  ...objects("MANAGE", [
    "ACCOUNT SUPPORT CASES",
    "APPLICATION SPECIFICATIONS",
    "CORTEX EXTENSION SECURITY SCAN",
    "EVENT SHARING",
    "GRANTS",
    "LISTING AUTO FULFILLMENT",
    "ORGANIZATION SUPPORT CASES",
    "SHARE TARGET",
    "USER SUPPORT CASES",
    "VISIBILITY",
    "WAREHOUSES",
  ]),
  ...objects("MODIFY", ["LOG LEVEL", "SESSION LOG LEVEL", "SESSION TRACE LEVEL", "TRACE LEVEL"]),
  ...objects("MONITOR", ["CORTEX EXTENSIONS", "EXECUTION", "SECURITY", "USAGE"]),
  "ATTACH POLICY",
  "AUDIT",
  "BIND SERVICE ENDPOINT",
  "OVERRIDE SHARE RESTRICTIONS",
  "PURCHASE DATA EXCHANGE LISTING",
  "READ SESSION",
  "READ UNREDACTED ERROR TABLE",
  "RESOLVE ALL",
  "USE AI FUNCTIONS",
];

/** Every privilege that can be granted on the account. */
export function globalPrivileges(kinds: Kinds): string[] {
  const inAccount = kinds.all.filter(({ container }) => container === "ACCOUNT");
  return [...new Set([...others, ...inAccount.map((kind) => kind.createPrivilege)])];
}

/** What each system role has from the beginning; ACCOUNTADMIN has everything. */
export const initialPrivileges: Record<string, string[]> = {
  SECURITYADMIN: ["MANAGE GRANTS"],
  USERADMIN: ["CREATE USER", "CREATE ROLE"],
  SYSADMIN: ["CREATE DATABASE", "CREATE WAREHOUSE"],
};

function objects(verb: string, names: readonly string[]): string[] {
  return names.map((name) => `${verb} ${name}`);
}
