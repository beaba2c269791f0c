import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { beforeEach, describe, expect, test } from "vitest";
import { ComputePool, JobService, Schema, Service } from "../../sdk";

let registered: MockResourceArgs[];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args);
        return { id: args.id ?? args.name, state: args.inputs };
      },
      call: ({ inputs }) => inputs,
    },
    "shop",
    "dev",
  );
});

/** The value of an output, once everything is registered. */
function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

const container = { name: "main", image: "/shop/web/images/load:7" };

describe("a JobService", () => {
  test("is registered with names of what it is given, and a whole specification", async () => {
    const schema = new Schema("web", { database: "SHOP" });
    const pool = new ComputePool("pool", { minNodes: 1, maxNodes: 1, instanceFamily: "CPU_X64_S" });
    const load = new JobService("load", {
      schema,
      computePool: pool,
      spec: { containers: [{ ...container, image: pulumi.output(container.image) }] },
      triggers: { day: pulumi.output("2026-01-31") },
      timeouts: { create: "3h" },
    });
    await known(load.urn);
    expect(registered.find(({ name }) => name === "load")).toMatchObject({
      type: "pulumi-nodejs:dynamic/snowflake:JobService",
      inputs: {
        __provider: 'exports.handler=()=>require("pulumi-dynamic-snowflake/runtime").jobService',
        schema: "SHOP.WEB",
        computePool: "POOL",
        spec: { spec: { containers: [container] } },
        triggers: { day: "2026-01-31" },
        timeouts: { create: "3h" },
      },
    });
  });

  test("has an output for what the program has not set", async () => {
    const load = new JobService("load", { schema: "SHOP.WEB", computePool: "P", spec: { containers: [container] } });
    expect(await known(load.triggers)).toBeUndefined();
    expect(await known(load.qualifiedName)).toBe("SHOP.WEB.LOAD");
  });

  test("that is got is known by its id", async () => {
    const load = JobService.get("load", "SHOP.WEB.LOAD", { role: "READER" });
    expect(await known(load.id)).toBe("SHOP.WEB.LOAD");
    expect(registered[0]?.inputs).toMatchObject({ role: "READER" });
  });

  test("is told from a Service", () => {
    const load = new JobService("load", { schema: "SHOP.WEB", computePool: "P", spec: { containers: [container] } });
    expect([JobService.isInstance(load), Service.isInstance(load), JobService.isInstance({})]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
