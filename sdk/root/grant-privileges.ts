import { accountPrivileges } from "./grant-account-privileges";
import { schemaPrivileges } from "./grant-schema-privileges";

/** Privileges on objects that stand in the account, by kind. */
const onAccountObjects = {
  application: [],
  applicationPackage: ["ATTACH LISTING", "DEVELOP", "INSTALL", "MANAGE RELEASES", "MANAGE VERSIONS"],
  computePool: ["MODIFY", "MONITOR", "OPERATE", "USAGE"],
  connection: ["FAILOVER"],
  database: [
    "APPLYBUDGET",
    "CREATE DATABASE ROLE",
    "CREATE SCHEMA",
    "EXECUTE AUTO CLASSIFICATION",
    "IMPORTED PRIVILEGES",
    "MANAGE GRANTS",
    "MODIFY",
    "MONITOR",
    "USAGE",
  ],
  externalVolume: ["USAGE"],
  failoverGroup: ["FAILOVER", "MODIFY", "MONITOR", "REPLICATE"],
  integration: ["USAGE", "USE_ANY_ROLE"],
  networkPolicy: ["USAGE"],
  organizationProfile: ["MODIFY"],
  replicationGroup: ["MODIFY", "MONITOR", "REPLICATE"],
  resourceMonitor: ["MODIFY", "MONITOR"],
  role: [],
  user: ["IMPERSONATE", "MODIFY PROGRAMMATIC AUTHENTICATION METHODS", "MONITOR"],
  warehouse: ["APPLYBUDGET", "MANAGE ATTACHED TABLES", "MODIFY", "MONITOR", "OPERATE", "USAGE"],
} as const;

/** Privileges on objects that stand in a database, by kind. */
const onDatabaseObjects = { databaseRole: [], schema: schemaPrivileges } as const;

const ofTables = ["APPLYBUDGET", "DELETE", "INSERT", "REFERENCES", "SELECT", "TRUNCATE", "UPDATE"] as const;

/** Privileges on objects that stand in a schema, by kind. */
const onSchemaObjects = {
  agent: ["MODIFY", "MONITOR", "USAGE"],
  aggregationPolicy: ["APPLY"],
  alert: ["MONITOR", "OPERATE"],
  applicationService: ["MONITOR", "OPERATE", "USAGE"],
  artifactRepository: ["READ"],
  authenticationPolicy: ["APPLY"],
  backupPolicy: ["USAGE"],
  backupSet: ["USAGE"],
  contact: ["APPLY", "MODIFY"],
  cortexExtension: ["READ", "WRITE"],
  cortexSearchService: ["OPERATE", "USAGE"],
  dataset: ["USAGE"],
  dbtProject: ["MONITOR", "USAGE"],
  dynamicTable: ["MONITOR", "OPERATE", "SELECT"],
  eventTable: ["APPLYBUDGET", "DELETE", "INGEST TELEMETRY", "REFERENCES", "SELECT", "TRUNCATE"],
  experiment: ["CREATE", "MODIFY", "USAGE"],
  externalTable: ["REFERENCES", "SELECT"],
  fileFormat: ["USAGE"],
  function: ["USAGE"],
  gateway: ["CREATE", "MODIFY", "USAGE"],
  gitRepository: ["READ", "WRITE"],
  hybridTable: ofTables,
  icebergTable: ofTables,
  imageRepository: ["READ", "WRITE"],
  interactiveTable: ["MONITOR", "REFERENCES", "SELECT"],
  joinPolicy: ["APPLY"],
  maskingPolicy: ["APPLY"],
  materializedView: ["APPLYBUDGET", "REFERENCES", "SELECT"],
  mcpServer: ["MODIFY", "USAGE"],
  model: ["READ", "USAGE"],
  modelMonitor: [],
  networkRule: [],
  notebook: ["USAGE"],
  onlineFeatureTable: ["MONITOR", "SELECT"],
  packagesPolicy: ["APPLY", "USAGE"],
  passwordPolicy: ["APPLY"],
  pipe: ["APPLYBUDGET", "MONITOR", "OPERATE"],
  privacyPolicy: ["APPLY"],
  procedure: ["USAGE"],
  projectionPolicy: ["APPLY"],
  restrictedSessionScope: ["MODIFY", "USAGE"],
  rowAccessPolicy: ["APPLY"],
  secret: ["MODIFY", "READ", "USAGE"],
  semanticView: ["MONITOR", "REFERENCES", "SELECT"],
  sequence: ["USAGE"],
  service: ["DROP", "MONITOR", "OPERATE", "USAGE"],
  sessionPolicy: ["APPLY"],
  snapshot: ["USAGE"],
  snapshotPolicy: ["USAGE"],
  snapshotSet: ["USAGE"],
  stage: ["READ", "USAGE", "WRITE"],
  storageLifecyclePolicy: ["APPLY"],
  stream: ["SELECT"],
  streamlit: ["EMBED", "USAGE"],
  table: [...ofTables, "EVOLVE SCHEMA", "SELECT ERROR TABLE"],
  tag: ["APPLY", "READ"],
  task: ["APPLYBUDGET", "MONITOR", "OPERATE"],
  type: ["USAGE"],
  view: ["REFERENCES", "SELECT"],
  workspace: ["READ", "WRITE"],
} as const;

/**
 * The privileges that can be granted on each kind, beside OWNERSHIP, which is handed over.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/grant-privilege
 */
export const privilegesByKind = {
  account: accountPrivileges,
  ...onAccountObjects,
  ...onDatabaseObjects,
  ...onSchemaObjects,
} as const;

/** A kind of object that privileges are granted on. */
export type SecurableKind = Exclude<keyof typeof privilegesByKind, "account">;

/** A kind of object that stands in a database or schema. */
export type ContainedKind = "schema" | keyof typeof onSchemaObjects;

/** A privilege on a kind of object. */
export type PrivilegeOf<K extends keyof typeof privilegesByKind> = (typeof privilegesByKind)[K][number];

/** A privilege on some kind of object. */
export type AnyPrivilege = PrivilegeOf<keyof typeof privilegesByKind>;

/** How many names say which object it is. */
export function partsOf(kind: string): 1 | 2 | 3 {
  if (Object.hasOwn(onAccountObjects, kind)) return 1;
  return Object.hasOwn(onDatabaseObjects, kind) ? 2 : 3;
}

/** `imageRepository` → `IMAGE REPOSITORY`. */
export function nounOf(kind: string): string {
  return kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();
}

/** `IMAGE REPOSITORY` → `imageRepository`; absent for a kind that nothing is granted on. */
export function kindOfNoun(noun: string): keyof typeof privilegesByKind | undefined {
  return kinds.find((kind) => nounOf(kind) === noun);
}

/** `imageRepositories` → `imageRepository`; absent for what stands in no database or schema. */
export function kindOfPlural(plural: string): ContainedKind | undefined {
  const contained = ["schema", ...Object.keys(onSchemaObjects)] as readonly ContainedKind[];
  return contained.find((kind) => pluralOf(kind) === plural);
}

/** `imageRepository` → `imageRepositories`. */
export type PluralOf<K extends string> = K extends "gateway"
  ? "gateways"
  : K extends `${infer Start}y`
    ? `${Start}ies`
    : `${K}s`;

/** The same. */
export function pluralOf<K extends string>(kind: K): PluralOf<K> {
  return (kind === "gateway" ? "gateways" : kind.replace(/y$/, "ie").concat("s")) as PluralOf<K>;
}

const kinds = Object.keys(privilegesByKind) as readonly (keyof typeof privilegesByKind)[];
