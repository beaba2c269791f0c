import * as snowflake from "pulumi-dynamic-snowflake";

// Databases: one that is kept for a week back in time, one for experiments that is not.
const analytics = new snowflake.Database("analytics", {
  comment: "Facts and dimensions, owned by the platform team",
  dataRetentionTimeInDays: 7,
});
const sandbox = new snowflake.Database("sandbox", {
  transient: true,
  comment: "For experiments; nothing here is backed up",
});

// Schemas: data as it comes in, what reports are made from, and a place to play.
const raw = new snowflake.Schema("raw", { database: analytics, managedAccess: true });
const marts = new snowflake.Schema("marts", { database: analytics, comment: "What reports are made from" });
const play = new snowflake.Schema("play", { database: sandbox });

// Tables. Snowflake does not enforce keys, but people and tools read them.
const customers = new snowflake.Table("customers", {
  schema: marts,
  comment: "One row for each customer",
  columns: [
    { name: "ID", type: "int", autoincrement: true },
    { name: "EMAIL", type: "varchar(320)", nullable: false, comment: "Lower case" },
    { name: "SINCE", type: "date", default: "CURRENT_DATE()" },
  ],
  primaryKey: ["ID"],
  uniqueKeys: [["EMAIL"]],
});
new snowflake.Table("orders", {
  schema: marts,
  columns: [
    { name: "ID", type: "int", autoincrement: true },
    { name: "CUSTOMER_ID", type: "int", nullable: false },
    { name: "PLACED_AT", type: "timestamp_ntz", default: "SYSDATE()" },
    { name: "AMOUNT", type: "number(12, 2)", nullable: false },
    { name: "STATUS", type: "varchar(20)", default: "'new'" },
  ],
  primaryKey: ["ID"],
  foreignKeys: [{ columns: ["CUSTOMER_ID"], references: { table: customers } }],
  clusterBy: ["TO_DATE(PLACED_AT)"],
});
new snowflake.Table("events", {
  schema: raw,
  columns: [
    { name: "RECEIVED_AT", type: "timestamp_ltz", nullable: false, default: "CURRENT_TIMESTAMP()" },
    { name: "SOURCE", type: "string" },
    { name: "PAYLOAD", type: "variant" },
  ],
  clusterBy: ["TO_DATE(RECEIVED_AT)", "SOURCE"],
  changeTracking: true,
});
new snowflake.Table("samples", {
  schema: play,
  columns: [
    { name: "LABEL", type: "string", collate: "en-ci" },
    { name: "VECTOR", type: "vector(float, 3)" },
  ],
});

// Warehouses: a small one for loading at night, a bigger one for people. Neither costs anything until it is used.
const loading = new snowflake.Warehouse("loading", {
  warehouseSize: "SMALL",
  autoSuspend: 60,
  initiallySuspended: true,
  comment: "Nightly loads",
});
const reporting = new snowflake.Warehouse("reporting", {
  warehouseSize: "Medium",
  minClusterCount: 1,
  maxClusterCount: 3,
  scalingPolicy: "ECONOMY",
  autoSuspend: 300,
  initiallySuspended: true,
});

export const databases = [analytics.qualifiedName, sandbox.qualifiedName];
export const warehouses = [loading.qualifiedName, reporting.qualifiedName];
