import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as snowflake from "../../sdk";
import { configFor, type Stage, startStage } from "../resource/lifecycle/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ containerTimes: { nodeStartMs: 1 } });
  pulumi.runtime.setAllConfig({ ...configFor(stage.emulator) });
  await stage.sql(
    "CREATE DATABASE D",
    "CREATE IMAGE REPOSITORY D.PUBLIC.IMAGES ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE') COMMENT = 'c'",
    "CREATE COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_S BACKUP_INSTANCE_FAMILIES = ('CPU_X64_M')",
  );
  stage.emulator.pushImage({ repository: "D.PUBLIC.IMAGES", image: "nginx" });
});
afterAll(async () => {
  pulumi.runtime.setAllConfig({});
  await stage.close();
});

/** What an Output comes to. */
function value<T>(output: pulumi.Output<T>): Promise<T> {
  // Outputs hand out their promise to whoever asks for more than their types tell.
  return (output as unknown as { promise(): Promise<T> }).promise();
}

describe("a compute pool that is looked up", () => {
  test("tells its properties, state and nodes", async () => {
    expect(await value(snowflake.getComputePool({ name: "p" }))).toEqual({
      name: "P",
      qualifiedName: "P",
      createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      minNodes: 1,
      maxNodes: 2,
      instanceFamily: "CPU_X64_S",
      backupInstanceFamilies: ["CPU_X64_M"],
      autoResume: true,
      autoSuspendSecs: 3600,
      state: "IDLE",
      numServices: 0,
      numJobs: 0,
      activeNodes: 0,
      idleNodes: 1,
      targetNodes: 1,
    });
  });

  test("is one of those that are listed", async () => {
    const [pool, ...others] = await value(snowflake.listComputePools({ like: "p" }));
    expect(others).toEqual([]);
    expect(pool).toEqual(await value(snowflake.getComputePool({ name: "P" })));
  });
});

describe("an image repository that is looked up", () => {
  const url = "local-emulator.registry.snowflakecomputing.com/d/public/images";

  test("tells its address", async () => {
    const found = await value(snowflake.getImageRepository({ schema: "D.PUBLIC", name: "images" }));
    expect(found).toMatchObject({
      qualifiedName: "D.PUBLIC.IMAGES",
      repositoryUrl: url,
      encryption: "SNOWFLAKE_SSE",
      comment: "c",
    });
    expect(await value(snowflake.listImageRepositories({ schema: "D.PUBLIC" }))).toEqual([found]);
  });

  test("tells its images", async () => {
    const images = await value(snowflake.listImages({ imageRepository: "d.public.images" }));
    expect(images).toEqual([
      {
        imageName: "nginx",
        tags: "latest",
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        imagePath: "d/public/images/nginx:latest",
        createdOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
    ]);
  });
});
