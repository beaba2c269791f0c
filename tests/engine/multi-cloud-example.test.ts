import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { failures, startStage } from "./stage";

const program = readFileSync(path.resolve(__dirname, "../../examples/multi-cloud/index.ts"), "utf8");
const UNCHANGED = { create: 0, update: 0, delete: 0, replace: 0 };

/** Stands for the other cloud, whose provider is a program that this machine may not have. */
const AWS = `
import * as pulumi from "@pulumi/pulumi";
export class Bucket extends pulumi.ComponentResource {
  readonly bucket = pulumi.output("landing-4f3a");
  readonly arn = pulumi.output("arn:aws:s3:::landing-4f3a");
  constructor(name: string) {
    super("aws:s3/bucket:Bucket", name);
  }
}
export class RolePolicy extends pulumi.ComponentResource {
  constructor(name: string, _args: object) {
    super("aws:iam/rolePolicy:RolePolicy", name);
  }
}
`;

test("Snowflake's half of the example of several clouds stands in one run, is found unchanged, and is destroyed", async () => {
  await using stage = await startStage({
    emulator: { images: "any" },
    program: program.replaceAll(/"@pulumi\/aws\/(?:iam|s3)"/g, '"./aws"'),
    files: { "aws.ts": AWS },
    config: {
      "project:storageIntegration": "S3_READER",
      "project:readerRole": "snowflake-reader",
      "project:image": "/tools/web/images/figures:3",
    },
  });
  stage.sql("CREATE DATABASE TOOLS", "CREATE SCHEMA TOOLS.WEB", "CREATE IMAGE REPOSITORY TOOLS.WEB.IMAGES");

  const created = await stage.project.up({ preview: true });
  expect(failures(created)).toEqual([]);
  expect(created.changes).toEqual({ ...UNCHANGED, create: 11, same: 0 });
  expect(await stage.project.outputs()).toEqual({
    bucket: "landing-4f3a",
    stage: "s3://landing-4f3a/orders/",
    graph: "SALES.ORDERS.HOURLY",
    url: expect.stringMatching(/^https:\/\/.+\.app$/),
  });

  const refreshed = await stage.project.up({ args: ["--refresh"] });
  expect(failures(refreshed)).toEqual([]);
  expect(refreshed.changes).toEqual({ ...UNCHANGED, same: 11 });

  const destroyed = await stage.project.destroy();
  expect(failures(destroyed)).toEqual([]);
  expect([stage.names("DATABASES"), stage.sql("SHOW COMPUTE POOLS"), stage.project.state()]).toEqual([
    ["TOOLS"],
    [],
    [],
  ]);
});
