import { RolePolicy } from "@pulumi/aws/iam";
import { Bucket } from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import * as snowflake from "pulumi-dynamic-snowflake";

// A storage integration is made once, by hand or with @pulumi/snowflake: Snowflake and AWS have to name each other.
const config = new pulumi.Config();
const storageIntegration = config.require("storageIntegration");

// In AWS: the bucket that files come into, and the right to read it for the role that the integration takes.
const landing = new Bucket("landing");
const mayRead = new RolePolicy("snowflake_reads_landing", {
  role: config.require("readerRole"),
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: pulumi.interpolate`${landing.arn}/*`,
      },
      { Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: landing.arn },
    ],
  }),
});

// In Snowflake: the bucket as a stage, and the tables that its files become.
const sales = new snowflake.Database("sales");
const orders = new snowflake.Schema("orders", { database: sales });
const files = new snowflake.Stage(
  "files",
  {
    schema: orders,
    url: pulumi.interpolate`s3://${landing.bucket}/orders/`,
    storageIntegration,
    fileFormat: { type: "CSV", skipHeader: 1 },
  },
  { dependsOn: mayRead },
);
const incoming = new snowflake.Table("incoming", {
  schema: orders,
  columns: [
    { name: "ID", type: "int", nullable: false },
    { name: "PLACED_ON", type: "date", nullable: false },
    { name: "AMOUNT", type: "number(12, 2)", nullable: false },
  ],
});
const daily = new snowflake.Table("daily", {
  schema: orders,
  columns: [
    { name: "PLACED_ON", type: "date", nullable: false },
    { name: "ORDERS", type: "int" },
    { name: "AMOUNT", type: "number(14, 2)" },
  ],
  primaryKey: ["PLACED_ON"],
});

// What loads them, each hour: COPY knows which files it has loaded already.
const warehouse = new snowflake.Warehouse("orders_wh", { warehouseSize: "XSMALL", autoSuspend: 60 });
const hourly = new snowflake.TaskGraph("hourly", {
  schema: orders,
  warehouse,
  schedule: { hours: 1 },
  tasks: {
    load: { definition: pulumi.interpolate`COPY INTO ${incoming.qualifiedName} FROM @${files.qualifiedName}` },
    summarise: {
      after: "load",
      definition: pulumi.interpolate`
        INSERT OVERWRITE INTO ${daily.qualifiedName}
          SELECT PLACED_ON, COUNT(*), SUM(AMOUNT) FROM ${incoming.qualifiedName} GROUP BY PLACED_ON`,
    },
  },
  started: true,
});

// What shows them to people.
const pool = new snowflake.ComputePool("figures_pool", { instanceFamily: "CPU_X64_XS", minNodes: 1, maxNodes: 1 });
const figures = new snowflake.Service("figures", {
  schema: orders,
  computePool: pool,
  queryWarehouse: warehouse,
  spec: {
    containers: [{ name: "figures", image: config.require("image"), env: { TABLE: daily.qualifiedName } }],
    endpoints: [{ name: "ui", port: 8080, public: true }],
  },
});

export const bucket = landing.bucket;
export const stage = files.url;
export const graph = hourly.qualifiedName;
export const url = figures.endpoints.apply(({ ui }) => ui?.url);
