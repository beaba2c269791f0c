import typescript6 from "typescript";
import typescript5 from "typescript-5.9";
import { expect, inject, test } from "vitest";
import { node, writeProgram } from "./program";

const layouts = inject("layouts");

const BODY = `
async function main() {
  const emulator = await startEmulator();
  const settings = { accessUrl: emulator.url, account: "EMULATOR", user: "ME", password: "x" };
  const { table, told } = await worked(settings);
  const closed = await table.exists().catch((error) => [error instanceof SnowflakeError, error.kind]);
  const sessions = emulator.statements().filter(({ sql }) => sql.startsWith("CREATE")).map(({ sessionId }) => sessionId);
  await emulator.close();
  process.stdout.write(JSON.stringify({ told, closed, sessions: new Set(sessions).size }));
}
async function work(root) {
  const database = await root.databases.create({ name: "SHOP" });
  const table = await database.schema("PUBLIC").tables.create({ name: "events", columns: [col("id", "int"), col("at", "timestamp")] });
  const { action } = await table.createOrAlter((await table.fetch()).toSpec());
  const names = [];
  for await (const { name, columns } of database.schema("PUBLIC").tables.list({ deep: true })) names.push(name, columns?.length);
  const missing = await root.warehouse("NONE_SUCH").fetch().catch((error) => error instanceof ObjectMissingError);
  const { rows } = await root.query(sql\`SELECT \${"it's"} AS A\`, { A: "string" });
  return { table, told: [action, ...names, missing, rows[0]?.A] };
}
main().catch((error) => { console.error(error); process.exitCode = 1; });
`;
const BY_HAND = `${BODY}
async function worked(settings) {
  const root = await connect(settings);
  try { return await work(root); } finally { await root.close(); }
}
`;
/** The types of a script are looked at elsewhere: here it runs. */
const TYPESCRIPT = `${BODY}
async function worked(settings: ConnectSettings) {
  await using root: Root = await connect(settings);
  return await work(root);
}
`;
const IMPORTS = `
import { startEmulator } from "pulumi-dynamic-snowflake/emulator";
import { type ConnectSettings, type Root, col, connect, ObjectMissingError, SnowflakeError, sql } from "pulumi-dynamic-snowflake/root";
`;
const REQUIRES = `
const { startEmulator } = require("pulumi-dynamic-snowflake/emulator");
const { col, connect, ObjectMissingError, SnowflakeError, sql } = require("pulumi-dynamic-snowflake/root");
`;

/** Files of a script, and how Node.js runs it. */
interface Script {
  readonly layout: keyof typeof layouts;
  readonly files: Readonly<Record<string, string>>;
  readonly run: readonly string[];
}

function compiled(ts: typeof typescript6, module: typescript6.ModuleKind): string {
  const compilerOptions = { module, target: ts.ScriptTarget.ES2022, lib: ["es2022"], strict: true };
  return ts.transpileModule(IMPORTS + TYPESCRIPT, { compilerOptions }).outputText;
}

const { CommonJS, ESNext } = typescript6.ModuleKind;
const older = typescript5 as unknown as typeof typescript6;
const asModule = { "package.json": JSON.stringify({ private: true, type: "module" }) };
const ways: Readonly<Record<string, Script>> = {
  "a CommonJS script": { layout: "npm", files: { "script.cjs": REQUIRES + BY_HAND }, run: ["script.cjs"] },
  "an ES module": {
    layout: "pnpm",
    files: { "script.mjs": IMPORTS.replaceAll(/type \w+, /g, "") + BY_HAND },
    run: ["script.mjs"],
  },
  "what TypeScript 6.0 makes a CommonJS script of": {
    layout: "npm",
    files: { "script.cjs": compiled(typescript6, CommonJS) },
    run: ["script.cjs"],
  },
  "what TypeScript 5.9 makes an ES module of": {
    layout: "pnpm",
    files: { "script.mjs": compiled(older, ESNext) },
    run: ["script.mjs"],
  },
  "TypeScript through tsx": {
    layout: "npm",
    files: { "script.ts": IMPORTS + TYPESCRIPT },
    run: ["--import", "tsx", "script.ts"],
  },
  "ES-module TypeScript through tsx": {
    layout: "linked",
    files: { ...asModule, "script.ts": IMPORTS + TYPESCRIPT },
    run: ["--import", "tsx", "script.ts"],
  },
};

test.each(Object.entries(ways))("%s works with the object model, and ends", async (_way, { layout, files, run }) => {
  const { exitCode, stdout, stderr } = await node(writeProgram(layouts[layout], files), run);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({
    told: ["unchanged", "EVENTS", 2, true, "it's"],
    closed: [true, expect.stringMatching(/^(Connection|InvalidArgument)$/)],
    sessions: 1,
  });
});
