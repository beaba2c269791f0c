import path from "node:path";
import typescript6 from "typescript";
import typescript5 from "typescript-5.9";
import { describe, expect, inject, test } from "vitest";
import { writeProgram } from "./program";

const layouts = inject("layouts");
/** Where a linked package's declarations really are, as the compiler spells it. */
const CHECKOUT = `${path.resolve(__dirname, "../../dist").replaceAll("\\", "/")}/`;
type Compiler = typeof typescript6;
type Options = Readonly<Record<string, unknown>>;

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as snowflake from "pulumi-dynamic-snowflake";
import {
  Database, type DatabaseArgs, Schema, type SchemaArgs, type SnowflakeResource, Table, type TableArgs, Warehouse,
} from "pulumi-dynamic-snowflake";
import { type Emulator, type EmulatorOptions, startEmulator } from "pulumi-dynamic-snowflake/emulator";
import { database, schema, table } from "pulumi-dynamic-snowflake/runtime";
import * as model from "pulumi-dynamic-snowflake/root";

declare const perhaps: string | undefined;
const args: DatabaseArgs = { comment: perhaps, dataRetentionTimeInDays: 1, tags: { "A.B.C": pulumi.output("x") } };
const db = new Database("a", args, { protect: true });
const copy = new snowflake.Database("b", { name: perhaps, clone: { source: db } });
const size: pulumi.Input<"X-Small" | "Small"> = pulumi.output("Small" as const);
const wh = new Warehouse("w", { warehouseSize: size, autoSuspend: pulumi.output(60), comment: copy.qualifiedName });

const raw = new Schema("raw", { database: db, managedAccess: true, clone: { source: pulumi.output("A.B") } });
const schemas: SchemaArgs[] = [{ database: "ANALYTICS" }, { database: db.qualifiedName, comment: perhaps }];
const columns: TableArgs["columns"] = [{ name: "ID", type: "int", nullable: false }, { name: "V", type: "variant" }];
const places: TableArgs[] = [
  { schema: raw, columns },
  { schema: "ANALYTICS.RAW", columns },
  { schema: raw.qualifiedName, columns },
  { schema: "RAW", database: "ANALYTICS", columns },
  { schema: pulumi.output("RAW"), database: db, columns },
];
const parent = new Table("parent", { schema: raw, columns, primaryKey: ["ID"], uniqueKeys: [["ID", "V"], { columns: ["V"], rely: true }] });
const table_ = new Table("events", {
  schema: raw,
  columns: pulumi.output([
    { name: pulumi.output("ID"), type: pulumi.output("int"), nullable: pulumi.output(false) },
    { name: "V", type: "text", default: "'new'", comment: pulumi.output(perhaps), tags: { "A.B.C": pulumi.output("x") } },
    { name: "W", type: "int", autoincrement: { start: pulumi.output(1) }, renamedFrom: ["OLD", pulumi.output("OLDER")] },
  ]),
  primaryKey: { columns: [pulumi.output("ID")], name: "PK" },
  foreignKeys: [
    { columns: ["ID"], references: { table: parent }, onDelete: "CASCADE" },
    { columns: ["W"], references: pulumi.output({ table: "ANALYTICS.RAW.PARENT", columns: ["ID"] }) },
  ],
  checks: ["ID > 0", { name: "C", expression: pulumi.output("W > 0") }],
  clusterBy: [pulumi.output("ID")],
  searchOptimization: true,
  dataLoss: "recoverable",
});
const copies = [new Table("c1", { schema: raw, like: parent }), new Table("c2", { schema: raw, clone: { source: table_ } })];
export const first: pulumi.Output<string | undefined> = table_.columns.apply((some) => some?.[0]?.name);
export const where: pulumi.Output<string>[] = [table_.schema, table_.database, table_.qualifiedName, raw.database];
export const found: Table = Table.get("x", "A.B.X", { role: "R" });
export const others = [copies, schemas, places, schema.check, table.check, Schema.isInstance(raw), Table.isInstance(raw)];

export const name: pulumi.Output<string> = wh.name;
export const seconds: pulumi.Output<number | undefined> = wh.autoSuspend;
export const got: snowflake.Database = Database.get("x", "X", { role: "R" });
export const all: SnowflakeResource[] = [db, wh];
const unknown: unknown = db;
export const comment = Database.isInstance(unknown) ? unknown.comment : undefined;
export async function local(options: EmulatorOptions): Promise<Emulator> {
  return await startEmulator(options);
}
export const check = database.check;

export async function script(): Promise<void> {
  await using root: model.Root = await model.connect({ connectionName: "dev", role: perhaps });
  const db = await root.databases.create({ name: "D", clone: "C" }, { mode: "orReplace" });
  const spec: model.TableSpec = { name: "T", columns: [model.col("A", "int", { nullable: false })], primaryKey: ["A"] };
  const events: model.TableReference = await db.schema("S").tables.create(spec, { mode: "ifNotExists", timeoutMs: 1000 });
  const details: model.Table = await events.fetch({ signal: new AbortController().signal });
  const rows: number | undefined = details.rows;
  const changed = details.toSpec();
  changed.columns?.push(model.col("B", "text"));
  const { action, statements }: model.Altered = await events.createOrAlter(changed, { dryRun: true, dataLoss: "ifEmpty" });
  for await (const { name, autoSuspend } of root.warehouses.list({ like: perhaps })) console.log(name, autoSuspend, action, rows);
  const first: model.Warehouse | undefined = await root.warehouses.list({ startsWith: "A", limit: 3 }).first();
  const { rows: found } = await root.query(model.sql\`SELECT A FROM \${events}\`, { A: "number" });
  const a: number | null | undefined = found[0]?.A;
  console.log(first, a, statements.join(), root[Symbol.asyncDispose]);
  // @ts-expect-error there is no such property
  await root.warehouses.create({ name: "W", warehouseSzie: "SMALL" });
  // @ts-expect-error there is no such mode
  await root.warehouses.create({ name: "W" }, { mode: "createOrAlter" });
  // @ts-expect-error it is a number
  const text: string = found[0].A;
  // @ts-expect-error warehouses have no history
  root.warehouses.list({ history: true });
}

// @ts-expect-error a number is no comment
new Database("c", { comment: 1 });
// @ts-expect-error there is no such property
new Database("d", { coment: "" });
// @ts-expect-error a size is a text
new Warehouse("e", { warehouseSize: 4 });
// @ts-expect-error a schema stands in a database
new Schema("f", {});
// @ts-expect-error a table stands in a schema
new Table("g", { columns });
// @ts-expect-error there is no such property of a column
new Table("h", { schema: raw, columns: [{ name: "A", type: "int", nulable: false }] });
// @ts-expect-error a column has a type
new Table("i", { schema: raw, columns: [{ name: "A" }] });
// @ts-expect-error columns are a list
new Table("j", { schema: raw, columns: { A: "int" } });
// @ts-expect-error there is no such property of a key
new Table("k", { schema: raw, columns, primaryKey: { column: ["A"] } });
// @ts-expect-error there is no such property of a reference
new Table("l", { schema: raw, columns, foreignKeys: [{ columns: ["A"], references: { tabel: parent } }] });
// @ts-expect-error there is no such action
new Table("m", { schema: raw, columns, foreignKeys: [{ columns: ["A"], references: { table: parent }, onDelete: "EXPLODE" }] });
// @ts-expect-error no schema is a number
new Table("n", { schema: 7, columns });
`;
/** What takes the driver's own types: only a program that depends on it has them. */
const WITH_DRIVER = `
import { connect } from "pulumi-dynamic-snowflake/root";
import { type Connection, createConnection } from "snowflake-sdk";

export const adopted = (open: Connection) => connect(open);
export const opened = connect(createConnection({ account: "A", username: "U", password: "P" }), {
  onStatement: ({ statement, error }) => console.log(statement, error?.kind),
});
// @ts-expect-error there is no such setting
export const misspelt = connect({ acount: "A" });
`;
const node10 = { module: "commonjs", moduleResolution: "node10" };
const modules: Readonly<Record<string, Options>> = {
  node16: { module: "node16", moduleResolution: "node16" },
  nodenext: { module: "nodenext", moduleResolution: "nodenext" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
};
const strictness: Readonly<Record<string, Options>> = {
  "not strict": { strict: false },
  strict: { strict: true },
  "strict and more": {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noImplicitOverride: true,
    isolatedModules: true,
  },
};

/** What a compiler says about a program and about the declarations of this package; those of others are not asked about. */
function complaints(
  ts: Compiler,
  layout: string,
  type: "commonjs" | "module",
  options: Options,
  text = PROGRAM,
): string[] {
  const folder = writeProgram(layout, { "package.json": JSON.stringify({ type }), "index.ts": text });
  const json = { target: "es2022", lib: ["es2022"], types: ["node"], noEmit: true, skipLibCheck: false, ...options };
  const parsed = ts.convertCompilerOptionsFromJson(json, folder);
  const root = path.join(folder, "index.ts");
  const program = ts.createProgram([root], parsed.options, cachingHost(ts, parsed.options, folder));
  const ours = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName === root || /snowflake\/dist\//.test(fileName) || fileName.startsWith(CHECKOUT));
  const found = ours.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  expect(ours.length).toBeGreaterThan(10);
  return [...parsed.errors, ...program.getOptionsDiagnostics(), ...found].map(
    ({ file, messageText }) =>
      `${path.basename(file?.fileName ?? "options")}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
  );
}

type SourceFile = typescript6.SourceFile;
const parsedFiles = new Map<string, SourceFile | undefined>();

/** Parses each file once for all settings. */
function cachingHost(ts: Compiler, options: typescript6.CompilerOptions, folder: string): typescript6.CompilerHost {
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile.bind(host);
  host.getCurrentDirectory = () => folder;
  host.getSourceFile = (file, how, ...rest) => {
    const key = JSON.stringify([ts.version, file, how]);
    if (!parsedFiles.has(key)) parsedFiles.set(key, parse(file, how, ...rest));
    return parsedFiles.get(key);
  };
  return host;
}

const compilers: Readonly<Record<string, { ts: Compiler; old: Options }>> = {
  "TypeScript 6.0": { ts: typescript6, old: { ...node10, ignoreDeprecations: "6.0" } },
  "TypeScript 5.9": { ts: typescript5 as unknown as Compiler, old: node10 },
};

describe.each(Object.entries(compilers))("%s", (version, { ts, old }) => {
  test("is the version it is called", () => {
    expect(version).toBe(`TypeScript ${ts.versionMajorMinor}`);
  });

  test.each(
    Object.keys({ node10: old, ...modules }).flatMap((resolution) =>
      (resolution === "node10" ? (["commonjs"] as const) : (["commonjs", "module"] as const)).map(
        (type) => [resolution, type] as const,
      ),
    ),
  )("with %s resolution accepts a program of type %s, however strict", (resolution, type) => {
    for (const [name, strict] of Object.entries(strictness)) {
      const options = { ...{ node10: old, ...modules }[resolution], ...strict };
      expect(complaints(ts, layouts.npm, type, options), name).toEqual([]);
      expect(complaints(ts, layouts.npm, type, options, WITH_DRIVER), name).toEqual([]);
    }
  });
});

test.each(["pnpm", "linked", "oldest"] as const)("declarations fit in a layout by %s", (layout) => {
  const options = { ...modules["nodenext"], ...strictness["strict"] };
  expect(complaints(typescript6, layouts[layout], "commonjs", options)).toEqual([]);
});
