import type { Kinds } from "./context";

/** Privileges on the account that are no CREATE of a kind. */
const others = [
  "MANAGE GRANTS",
  "APPLY TAG",
  "EXECUTE TASK",
  "EXECUTE MANAGED TASK",
  "MONITOR USAGE",
  "MONITOR EXECUTION",
  "CREATE INTEGRATION",
  "CREATE SHARE",
  "IMPORT SHARE",
  "MANAGE WAREHOUSES",
  "BIND SERVICE ENDPOINT",
];

/** Every privilege that can be granted on the account. */
export function globalPrivileges(kinds: Kinds): string[] {
  return [
    ...others,
    ...kinds.all.filter(({ container }) => container === "ACCOUNT").map((kind) => kind.createPrivilege),
  ];
}

/** What each system role has from the beginning; ACCOUNTADMIN has everything. */
export const initialPrivileges: Record<string, string[]> = {
  SECURITYADMIN: ["MANAGE GRANTS"],
  USERADMIN: ["CREATE USER", "CREATE ROLE"],
  SYSADMIN: ["CREATE DATABASE", "CREATE WAREHOUSE"],
};
