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
