import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { setup } from "../../tools/setup.mjs";

/** A resource as the program registers it. */
interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const config = {
  storageIntegration: "S3_READER",
  readerRole: "snowflake-reader",
  image: "/tools/web/images/figures:3",
};

describe("the example of several clouds, under Pulumi's mocks", () => {
  const registered: Registered[] = [];
  let program: typeof import("../../examples/multi-cloud/index.js");
  const inputsOf = (name: string) => registered.find((one) => one.name === name)?.inputs;

  beforeAll(async () => {
    await setup({ pulumi: false });
    pulumi.runtime.setAllConfig(
      Object.fromEntries(Object.entries(config).map(([key, value]) => [`project:${key}`, value])),
    );
    await pulumi.runtime.setMocks({
      newResource({ type, name, inputs }) {
        registered.push({ type, name, inputs });
        return { id: `${name}-id`, state: { ...inputs, ...decided[type] } };
      },
      call: ({ token }) => {
        throw new Error(`${token} is not to be called`);
      },
    });
    program = await import("../../examples/multi-cloud/index.js");
    await Promise.all(Object.values(program).map(settled));
  }, 180_000);

  test("is one program of both clouds", () => {
    expect(registered.map(({ type, name }) => `${type} ${name}`).toSorted()).toEqual([
      "aws:iam/rolePolicy:RolePolicy snowflake_reads_landing",
      "aws:s3/bucket:Bucket landing",
      ...["ComputePool figures_pool", "Database sales", "Schema orders", "Service figures", "Stage files"].map(ours),
      ...["Table daily", "Table incoming", "TaskGraph hourly", "Warehouse orders_wh"].map(ours),
    ]);
  });

  test("lets the integration's role read the bucket, and nothing else", () => {
    const { role, policy } = inputsOf("snowflake_reads_landing") ?? {};
    expect(role).toBe("snowflake-reader");
    const { Statement: statements } = JSON.parse(String(policy));
    expect(statements.map(({ Resource }: { Resource: string }) => Resource)).toEqual([
      "arn:aws:s3:::landing-4f3a/*",
      "arn:aws:s3:::landing-4f3a",
    ]);
  });

  test("puts the stage on the bucket, whatever AWS calls it", async () => {
    expect(inputsOf("files")).toMatchObject({
      url: "s3://landing-4f3a/orders/",
      storageIntegration: "S3_READER",
      schema: "SALES.ORDERS",
    });
    expect(await settled(program.stage)).toBe("s3://landing-4f3a/orders/");
    const order = registered.map(({ name }) => name);
    expect(order.indexOf("snowflake_reads_landing")).toBeLessThan(order.indexOf("files"));
  });

  test("loads from the stage into the tables, each hour", async () => {
    expect(inputsOf("hourly")).toMatchObject({
      schedule: { hours: 1 },
      tasks: {
        load: { definition: "COPY INTO SALES.ORDERS.INCOMING FROM @SALES.ORDERS.FILES" },
        summarise: { after: "load", definition: expect.stringContaining("INTO SALES.ORDERS.DAILY") },
      },
    });
    expect(await settled(program.graph)).toBe("SALES.ORDERS.HOURLY");
  });

  test("serves what was loaded on its pool, at an address that the stack tells", async () => {
    expect(inputsOf("figures")).toMatchObject({
      computePool: "FIGURES_POOL",
      queryWarehouse: "ORDERS_WH",
      spec: { spec: { containers: [{ image: config.image, env: { TABLE: "SALES.ORDERS.DAILY" } }] } },
    });
    expect(await settled(program.url)).toBe("https://abc-org-account.snowflakecomputing.app");
  });
});

/** What clouds decide about resources. */
const decided: Readonly<Record<string, object>> = {
  "aws:s3/bucket:Bucket": { bucket: "landing-4f3a", arn: "arn:aws:s3:::landing-4f3a" },
  [ours("Service")]: {
    endpoints: { ui: { url: "https://abc-org-account.snowflakecomputing.app", protocol: "HTTP", public: true } },
  },
};

function ours(kind: string): string {
  return `pulumi-nodejs:dynamic/snowflake:${kind}`;
}

function settled<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
