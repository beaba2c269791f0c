import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { beforeEach, describe, expect, test } from "vitest";
import { getProcedure, Procedure } from "../../sdk";

declare const snowflake: {
  execute(statement: { readonly sqlText: string; readonly binds: readonly unknown[] }): unknown;
};

let registered: MockResourceArgs[];

beforeEach(async () => {
  registered = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push(args);
        return { id: args.id ?? args.name, state: args.inputs };
      },
      call: ({ token, inputs }) => ({ token, ...inputs }),
    },
    "shop",
    "dev",
  );
});

const at = { schema: "DB.ETL", returns: "varchar" };

function known<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

async function inputsOf(resource: pulumi.CustomResource): Promise<Record<string, unknown>> {
  const urn = await known(resource.urn);
  return registered.find(({ name }) => urn.endsWith(`::${name}`))?.inputs;
}

describe("the code of a Procedure", () => {
  test("is SQL where no language is said", async () => {
    expect(await inputsOf(new Procedure("p", { ...at, body: "RETURN 1" }))).toMatchObject({
      language: "sql",
      body: "RETURN 1",
    });
  });

  test("may be a function, whose parameters are paired with the arguments", async () => {
    const load = new Procedure("load", {
      ...at,
      arguments: [
        { name: "source", type: "varchar" },
        { name: "limit", type: "float" },
      ],
      body: (source, limit) => snowflake.execute({ sqlText: "CALL LOAD(?, ?)", binds: [source, limit] }),
    });
    const { language, body } = await inputsOf(load);
    expect(language).toBe("javascript");
    expect(body).toMatch(/^return \(\(source, limit\) => snowflake\.execute\([\s\S]*\)\(SOURCE, LIMIT\);$/);
  });

  test("may be a function of arguments that are known later", async () => {
    const args = pulumi.output([{ name: "a", type: "float" }]);
    const inputs = await inputsOf(new Procedure("p", { ...at, arguments: args, body: (a) => a }));
    expect(inputs["body"]).toBe("return ((a) => a)(A);");
  });

  test("is refused if the function uses what stays behind, by name", () => {
    const secret = "kept";
    expect(() => new Procedure("p", { ...at, body: () => secret })).toThrow("Procedure p: body uses `secret`");
    expect(() => new Procedure("p", { ...at, language: "python", body: () => 1 })).toThrow('language says "python"');
  });

  test("may stand in a file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "bodies-"));
    const file = join(folder, "load.py");
    writeFileSync(file, "\uFEFFdef run(session):\r\n  return 1\r\n");
    const inputs = await inputsOf(new Procedure("p", { ...at, language: "python", bodyFile: file }));
    rmSync(folder, { recursive: true });
    expect(inputs["body"]).toBe("def run(session):\n  return 1\n");
    expect(inputs).not.toHaveProperty("bodyFile");
    expect(() => new Procedure("p", { ...at, bodyFile: file, body: "RETURN 1" })).toThrow("leave one of them out");
  });
});

describe("a Procedure has", () => {
  test("a name for CALL, and one with types for GRANT", async () => {
    const load = new Procedure("load", {
      ...at,
      arguments: [
        { name: "a", type: "text" },
        { name: "b", type: "number(10,2)" },
      ],
      body: "RETURN 1",
    });
    expect(await known(load.qualifiedName)).toBe("DB.ETL.LOAD");
    expect(await known(load.signature)).toBe("DB.ETL.LOAD(VARCHAR, NUMBER)");
    expect(await known(new Procedure("p", { ...at, body: "RETURN 1" }).signature)).toBe("DB.ETL.P()");
  });

  test("a type that can be asked for", () => {
    const load = new Procedure("load", { ...at, body: "RETURN 1" });
    expect(Procedure.isInstance(load)).toBe(true);
    expect(Procedure.isInstance({})).toBe(false);
  });
});

test("get reads what is managed elsewhere", async () => {
  const found = Procedure.get("shared", "DB.ETL.LOAD(VARCHAR)", { role: "READER" });
  expect(await known(found.id)).toBe("DB.ETL.LOAD(VARCHAR)");
  const inputs = registered.find(({ id }) => id === "DB.ETL.LOAD(VARCHAR)")?.inputs;
  expect(inputs).toMatchObject({ role: "READER" });
  for (const key of ["name", "language", "body"]) expect(inputs).not.toHaveProperty(key);
});

test("a look-up asks by name and types", async () => {
  const found = await known(getProcedure({ schema: "DB.ETL", name: "load", argumentTypes: ["text"] }));
  expect(found).toMatchObject({ token: "snowflake:index:getProcedure", schema: "DB.ETL", argumentTypes: ["text"] });
});
