import { readFileSync } from "node:fs";
import path from "node:path";
import { format } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../emulator";
import { setup } from "../../tools/setup.mjs";

/** Nobody waits so long: the clock is moved. */
const anHour = 3_600_000;
const containerTimes = { nodeStartMs: anHour, containerStartMs: anHour, endpointMs: anHour, suspendMs: 0, stopMs: 0 };

describe("the Python quickstart as a script", () => {
  let root: typeof import("pulumi-dynamic-snowflake/root");
  let example: typeof import("../../examples/quickstart-objects/index.js");

  beforeAll(async () => {
    await setup({ pulumi: false });
    root = await import("pulumi-dynamic-snowflake/root");
    example = await import("../../examples/quickstart-objects/index.js");
  }, 180_000);

  test("prints what the tutorial prints, and leaves what it found", async () => {
    await using stage = await startStage();
    await stage.root.databases.create({ name: "SPCS_PYTHON_API_DB" });
    const schema = stage.root.database("SPCS_PYTHON_API_DB").schema("PUBLIC");
    const repository = await schema.imageRepositories.create({ name: "MYIMAGEREPOSITORY" });
    stage.emulator.pushImage({ repository: repository.qualifiedName, image: "nginx", tag: "latest" });

    expect(await stage.printed()).toBe(readFileSync(path.join(__dirname, "fixtures/quickstart-objects.txt"), "utf8"));
    expect(await stage.left()).toEqual(["Database SPCS_PYTHON_API_DB"]);
    expect(await schema.services.list().toArray()).toEqual([]);
  });

  test("says what it needs for the containers, and cleans up all the same", async () => {
    await using stage = await startStage();
    expect(await stage.printed()).toMatch(
      /\nSPCS_PYTHON_API_DB\.PUBLIC\.MYIMAGEREPOSITORY is not there: make it, and push nginx:latest to it, to see the rest\.\n$/,
    );
    expect(await stage.left()).toEqual([]);
  });

  test("drops what it has made when something fails, and nothing that was there before", async () => {
    await using stage = await startStage();
    await stage.root.warehouses.create({ name: "PYTHON_API_WH" });
    await expect(stage.printed()).rejects.toBeInstanceOf(root.ObjectExistsError);
    expect(await stage.left()).toEqual(["Warehouse PYTHON_API_WH"]);
  });

  async function startStage() {
    const emulator: Emulator = await startEmulator({ containerTimes });
    const there = await root.connect({ accessUrl: emulator.url, account: "EMULATOR", user: "ME", password: "secret" });
    return {
      emulator,
      root: there,
      async printed() {
        const lines: string[] = [];
        await example.main(there, (...values) => {
          lines.push(format(...values));
          if (String(values[0]).startsWith("Endpoints provisioning")) emulator.advance(4 * anHour);
        });
        return withoutChance(`${lines.join("\n")}\n`);
      },
      async left() {
        const { databases, warehouses, computePools } = there;
        const found = { Database: databases.list(), Warehouse: warehouses.list(), ComputePool: computePools.list() };
        const names = Object.entries(found).map(async ([kind, list]) =>
          (await list.toArray()).map(({ name }) => `${kind} ${name}`),
        );
        return (await Promise.all(names)).flat().filter((one) => !ofEveryAccount.includes(one));
      },
      async [Symbol.asyncDispose]() {
        await there.close();
        await emulator.close();
      },
    };
  }
});

const ofEveryAccount = ["Database SNOWFLAKE", "Warehouse SYSTEM$STREAMLIT_NOTEBOOK_WH"];

/** A text with what is another one in each run replaced. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replaceAll(/sha256:[0-9a-f]{64}/g, "<digest>")
    .replaceAll(/https:\/\/[\w-]+\.snowflakecomputing\.app/g, "<address>");
}
