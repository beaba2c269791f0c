import type { Context } from "../../provider/resource/lifecycle/context";
import { quoted, raw, type StoredName, sql } from "../../provider/sql";
import { type FactsOf, flag, moment, readFacts, text, withRow } from "./facts";
import { type Shown, shown } from "./service-containers";
import { readName } from "./spec";

const roleFacts = {
  /** When it was made. */
  createdOn: moment(),
  /** What is said of it. */
  comment: text(),
};

const holderFacts = {
  /** When it was granted. */
  createdOn: moment(),
  /** The service role, `DB.SCHEMA.SERVICE!ROLE`. */
  role: text(),
  /** What has it: `ROLE`, or another kind of grantee. */
  grantedTo: text(),
  /** The name of what has it. */
  granteeName: text(),
  /** The role that gave it. */
  grantedBy: text(),
};

const privilegeFacts = {
  /** When it was granted. */
  createdOn: moment(),
  /** What may be done: `USAGE`. */
  privilege: text(),
  /** What kind of thing it may be done to. */
  grantedOn: text(),
  /** The endpoint, as Snowflake calls it. */
  name: text(),
  /** What kind of grantee has it. */
  grantedTo: text(),
  /** The name of what has it. */
  granteeName: text(),
  /** Whether it may be passed on. */
  grantOption: flag(),
  /** The role that gave it. */
  grantedBy: text(),
};

/** A role of a service: it allows the use of some of its endpoints. */
export interface ServiceRoleDetails extends FactsOf<typeof roleFacts>, Shown {
  /** Its own name. */
  readonly name: string;
}

/** Who has a role of a service. */
export interface ServiceRoleHolder extends FactsOf<typeof holderFacts>, Shown {}

/** What a role of a service may use. */
export interface ServiceRolePrivilege extends FactsOf<typeof privilegeFacts>, Shown {}

/** SHOW ROLES IN SERVICE. */
export async function rolesOf(context: Context, service: readonly StoredName[]): Promise<ServiceRoleDetails[]> {
  const rows = await shown(context, "ROLES", service);
  return rows.map((row) => withRow({ name: row["name"] ?? "", ...readFacts(roleFacts, row) }, row));
}

/** SHOW GRANTS OF SERVICE ROLE. */
export async function holdersOf(
  context: Context,
  service: readonly StoredName[],
  role: string,
): Promise<ServiceRoleHolder[]> {
  const rows = await grants(context, "OF", service, role);
  return rows.map((row) => withRow(readFacts(holderFacts, row), row));
}

/** SHOW GRANTS TO SERVICE ROLE. */
export async function privilegesOf(
  context: Context,
  service: readonly StoredName[],
  role: string,
): Promise<ServiceRolePrivilege[]> {
  const rows = await grants(context, "TO", service, role);
  return rows.map((row) => withRow(readFacts(privilegeFacts, row), row));
}

async function grants(context: Context, way: "OF" | "TO", service: readonly StoredName[], role: string) {
  const name = sql`${quoted(...service)}!${quoted(readName("Service role", role))}`;
  const statement = sql`SHOW GRANTS ${raw(way)} SERVICE ROLE ${name}`;
  return (await context.clientFor({}).execute(statement, { writes: false })).rows;
}
