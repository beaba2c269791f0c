import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as snowflake from "../../sdk";
import { configFor, type Stage, startStage } from "../resource/lifecycle/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  pulumi.runtime.setAllConfig({ ...configFor(stage.emulator) });
  await stage.sql(
    "CREATE DATABASE D",
    "CREATE IMAGE REPOSITORY D.PUBLIC.IMAGES",
    "CREATE COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_S",
  );
  stage.emulator.pushImage({
    repository: "D.PUBLIC.IMAGES",
    image: "load",
    behaviour: { outcome: "exits", afterSeconds: 60 },
  });
  await stage.sql(
    `EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = D.PUBLIC.LOAD ASYNC = TRUE COMMENT = 'c' FROM SPECIFICATION $$ ${specification} $$`,
    `CREATE SERVICE D.PUBLIC.WEB IN COMPUTE POOL P FROM SPECIFICATION $$ ${specification} $$`,
  );
});
afterAll(async () => {
  pulumi.runtime.setAllConfig({});
  await stage.close();
});

const specification = "spec: { containers: [{ name: main, image: /d/public/images/load }] }";

/** What an Output comes to. */
function value<T>(output: pulumi.Output<T>): Promise<T> {
  // Outputs hand out their promise to whoever asks for more than their types tell.
  return (output as unknown as { promise(): Promise<T> }).promise();
}

test("a job that is looked up tells how it goes, and what it consists of", async () => {
  const job = () => value(snowflake.getJobService({ schema: "d.public", name: "load" }));
  const facts = {
    name: "LOAD",
    database: "D",
    schema: "PUBLIC",
    qualifiedName: "D.PUBLIC.LOAD",
    createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    computePool: "P",
    comment: "c",
    spec: { spec: { containers: [{ name: "main", image: "/d/public/images/load" }] } },
    isAsync: true,
    specDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
  };
  expect(await job()).toEqual({ ...facts, status: expect.stringMatching(/^(PENDING|RUNNING)$/) });
  stage.emulator.advance(120_000);
  expect(await job()).toEqual({ ...facts, status: "DONE" });
});

test("jobs are listed without services, and services without jobs", async () => {
  const jobs = await value(snowflake.listJobServices({ schema: "D.PUBLIC" }));
  expect(jobs).toMatchObject([{ qualifiedName: "D.PUBLIC.LOAD", isAsync: true, computePool: "P", comment: "c" }]);
  const services = await value(snowflake.listServices({ schema: "D.PUBLIC" }));
  expect(services).toMatchObject([{ qualifiedName: "D.PUBLIC.WEB" }]);
});
