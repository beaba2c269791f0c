import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { setup } from "../../tools/setup.mjs";
import { compile, read, root, type Snippet } from "./compile";

const page = "docs/from-python.md";

/** What the words of a column stand for; `spec` and `details` are of the kind that a section is about. */
const script = `
import * as model from "pulumi-dynamic-snowflake/root";
import {
  ConnectionError, DataLossError, InvalidArgumentError, NotAuthorizedError, ObjectExistsError, ObjectMissingError,
  SnowflakeError, SqlError, TimeoutError, WrongAccountError,
  type Root, callProcedure, col, connect, identifier, inlineProcedure, inlineSpec, quoted, raw, sql, taskGraph,
} from "pulumi-dynamic-snowflake/root";
declare const error: model.SnowflakeError;
declare const connection: import("snowflake-sdk").Connection;
declare const controller: AbortController;
declare const root: Root;
declare const database: model.DatabaseReference;
declare const schema: model.SchemaReference;
declare const table: model.TableReference;
declare const warehouse: model.WarehouseReference;
declare const stage: model.StageReference;
declare const pool: model.ComputePoolReference;
declare const repository: model.ImageRepositoryReference;
declare const role: model.RoleReference;
declare const task: model.TaskReference;
declare const run: model.TaskGraphRun;
declare const graph: model.TaskGraphBuilder;
declare const built: model.TaskGraphSpec;
declare const graphReference: model.TaskGraphReference;
declare const procedure: model.ProcedureReference;
declare const service: model.ServiceReference;
declare const job: model.JobReference;
declare const databaseRole: model.DatabaseRoleReference;
`;
const program = `
import * as pulumi from "@pulumi/pulumi";
import {
  ComputePool, Database, ImageRepository, Procedure, Schema, Service, Stage, Table, Task, TaskGraph, Warehouse,
  getImageRepository, getService, getTable, getTask, getWarehouse, listTasks, listWarehouses,
} from "pulumi-dynamic-snowflake";
declare const database: Database;
declare const schema: Schema;
declare const table: Table;
declare const warehouse: Warehouse;
declare const trunc: (fromTable: string, toTable: string, count: number) => string;
declare const task: Task;
declare const pool: ComputePool;
declare const repository: ImageRepository;
declare const service: Service;
`;

/** The kind that a section is about, by its title. */
const kinds: Readonly<Record<string, string>> = {
  Databases: "Database",
  Schemas: "Schema",
  Tables: "Table",
  Warehouses: "Warehouse",
  Stages: "Stage",
  "Compute pools": "ComputePool",
  "Image repositories": "ImageRepository",
  Tasks: "Task",
  "Task graphs": "TaskGraph",
  Procedures: "Procedure",
  Services: "Service",
  Jobs: "Job",
  Roles: "Role",
};

interface Row {
  readonly line: number;
  readonly section: string;
  readonly cells: readonly string[];
}

describe("the page for those who know Python's API", () => {
  const rows = rowsOf(read(page));
  const snippets = rows.flatMap(snippetsOf);
  let problems: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    await setup({ pulumi: false });
    problems = compile(snippets);
  }, 180_000);

  test("has something to check in every row that tells how it is done here", () => {
    const silent = rows.filter(
      (row) => !isOfQuickstart(row) && snippetsOf(row).length === 0 && !/^(?:–|no |not )/.test(row.cells[1] ?? ""),
    );
    expect(silent.map(({ line, cells }) => `${line}: ${cells.join(" | ")}`)).toEqual([]);
  });

  test.each(rows.map(({ line, cells }) => [line, cells[0] ?? ""]))("names what exists in line %i: %s", (line) => {
    const ofRow = snippets.filter(({ place }) => place.startsWith(`${page}:${line}:`));
    expect(ofRow.flatMap(({ place, text }) => problems.get(place)?.map((why) => `${codeOf(text)}: ${why}`))).toEqual(
      [],
    );
  });

  test("has all rows of the quickstart", () => {
    const numbers = rows.filter(isOfQuickstart).map(({ cells }) => cells[0]);
    expect(numbers).toEqual(Array.from({ length: 41 }, (_, number) => String(number)));
  });
});

/** The rows of all tables, without their heads. */
function rowsOf(text: string): Row[] {
  let section = "";
  return text.split("\n").flatMap((written, index, lines) => {
    section = /^#+ (.*)$/.exec(written)?.[1] ?? section;
    const isHead = lines[index + 1]?.startsWith("| ---") === true;
    if (!written.startsWith("| ") || written.startsWith("| ---") || isHead) return [];
    const cells = written.slice(1, -1).split(/(?<!\\)\|/);
    return [{ line: index + 1, section, cells: cells.map((cell) => cell.trim().replaceAll("\\|", "|")) }];
  });
}

/** Each piece of code that a row gives in place of Python's, as a program. */
function snippetsOf({ line, section, cells }: Row): Snippet[] {
  const [first = "", second = "", third = "", fourth = ""] = cells;
  const isWalk = isOfQuickstart({ section });
  const same = /^the same in `(\w+)`/.exec(second)?.[1];
  const pieces =
    same === undefined
      ? codeIn(isWalk ? third : second).map((code) => [script, code])
      : codeIn(first).map((name) => [script, `${same}.${inCamelCase(name)}`]);
  const written = [...pieces, ...(isWalk ? codeIn(fourth).map((code) => [program, code]) : [])];
  const kind = kinds[section];
  const own = kind === undefined ? "" : `declare const spec: model.${kind}Spec; declare const details: model.${kind};`;
  return written.map(([before = "", code = ""], index) => ({
    place: `${page}:${line}:${index}`,
    file: path.join(root, `from-python-${line}-${index}.mts`),
    text: `${before}${before === script ? own : ""}\nexport async function* _() {\n${code}\n}`,
  }));
}

/** Code has two backticks around it where it has some in it. */
function codeIn(cell: string): string[] {
  return [...cell.matchAll(/(``?)(?!`)(.+?)(?<!`)\1(?!`)/g)].map(([, , code = ""]) => code.trim());
}

function inCamelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function codeOf(text: string): string {
  return text.split("\n").at(-2) ?? "";
}

function isOfQuickstart({ section }: Pick<Row, "section">): boolean {
  return section.startsWith("The quickstart");
}
