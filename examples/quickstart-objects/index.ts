import {
  col,
  connect,
  inlineSpec,
  type Root,
  type SchemaReference,
  sql,
  taskGraph,
  type WarehouseReference,
} from "pulumi-dynamic-snowflake/root";
import { filterByShipmode, trunc } from "./in-snowflake";

/** Where lines go, as `console.log` takes them. */
export type Print = (...values: unknown[]) => void;

/** What each part of the tutorial works with. */
interface Tour {
  readonly root: Root;
  readonly print: Print;
  /** Notes what was made, so that it is dropped at the end, whatever happens in between. */
  made<T extends { drop(options: { readonly ifExists: boolean }): Promise<void> }>(one: T): T;
}

/**
 * What the quickstart of the Snowflake Python API does, in its order and with its names. It replaces the database PYTHON_API_DB, makes
 * what else it needs, and drops all that it has made, also when something fails on the way.
 */
export async function main(root: Root, print: Print = console.log): Promise<void> {
  const drops: (() => Promise<void>)[] = [];
  const made: Tour["made"] = (one) => {
    drops.unshift(() => one.drop({ ifExists: true }));
    return one;
  };
  const tour = { root, print, made };
  try {
    const schema = await makeTable(tour);
    await manageWarehouse(tour);
    // In place of COMPUTE_WH, which not every account has. A session that makes a warehouse works with it from then on.
    const warehouse = made(await root.warehouses.create({ name: "PYTHON_API_TASKS_WH", autoSuspend: 60 }));
    await manageTasks(tour, schema, warehouse);
    await manageGraph(tour, schema, warehouse);
    await manageContainers(tour);
  } finally {
    // What was made last goes first.
    for (const drop of drops) await drop();
  }
}

// 1. A database, a schema, a table: what is there, and one column more.

async function makeTable({ root, print, made }: Tour): Promise<SchemaReference> {
  const database = made(await root.databases.create({ name: "PYTHON_API_DB" }, { mode: "orReplace" }));
  const schema = await database.schemas.create({ name: "PYTHON_API_SCHEMA" }, { mode: "orReplace" });
  const table = await schema.tables.create(
    { name: "PYTHON_API_TABLE", columns: [col("TEMPERATURE", "int", { nullable: false }), col("LOCATION", "string")] },
    { mode: "orReplace" },
  );

  // A listing tells what stands in its rows; fetch() tells the columns and keys, too.
  print("In the listing:", await schema.tables.list({ like: "PYTHON_API_TABLE" }).first());
  const details = await table.fetch();
  print("Fetched:", details);

  // Adding a column to the specification sends nothing, and a dry run only asks.
  const spec = details.toSpec();
  spec.columns?.push(col("ELEVATION", "int", { nullable: false, primaryKey: true }));
  const { statements } = await table.createOrAlter(spec, { dryRun: true });
  print("To be sent:", statements);
  const { action, changes } = await table.createOrAlter(spec);
  print(`${table}: ${action}`, changes);
  print("With the new column:", await table.fetch());
  print("Once more:", (await table.createOrAlter(spec)).action);
  return schema;
}

// 2. A warehouse: made, found, made larger, dropped.

async function manageWarehouse({ root, print, made }: Tour): Promise<void> {
  const { warehouses } = root;
  const warehouse = made(await warehouses.create({ name: "PYTHON_API_WH", warehouseSize: "SMALL", autoSuspend: 500 }));
  print("Fetched:", await warehouse.fetch());

  for await (const found of warehouses.list({ like: "PYTHON_API_WH" })) print("Found:", found);

  await warehouse.createOrAlter({ warehouseSize: "LARGE" });
  print("Its size:", (await warehouse.fetch()).warehouseSize);
  await warehouse.drop();
}

// 3. Two tasks, the second after the first. Each calls a function of in-snowflake.ts, with the arguments that it will need.

const truncated = {
  procedure: {
    body: trunc,
    args: [
      { name: "fromTable", type: "string", value: "LINEITEM" },
      { name: "toTable", type: "string", value: "TRUNCATED_TABLE" },
      { name: "count", type: "float", value: 15 },
    ],
  },
};
const filtered = { procedure: { body: filterByShipmode, args: [{ name: "mode", type: "string", value: "AIR" }] } };

async function manageTasks({ print }: Tour, schema: SchemaReference, warehouse: WarehouseReference): Promise<void> {
  await schema.stages.create({ name: "TASKS_STAGE" });
  const truncTask = await schema.tasks.create(
    { name: "task_python_api_trunc", definition: truncated, warehouse, schedule: { minutes: 1 } },
    { mode: "orReplace" },
  );
  const filterTask = await schema.tasks.create(
    { name: "task_python_api_filter", definition: filtered, warehouse, after: [truncTask] },
    { mode: "orReplace" },
  );

  // A new task is suspended. The child may stay so: it is passed over then.
  await truncTask.resume();
  for await (const { name, state } of schema.tasks.list()) print("Name: ", name, "| State: ", state);
  await truncTask.suspend();

  await filterTask.drop();
  await truncTask.drop();
}

// 4. The same two as one graph: checked as a whole, deployed as a whole, run once, waited for.

async function manageGraph(
  { root, print }: Tour,
  schema: SchemaReference,
  warehouse: WarehouseReference,
): Promise<void> {
  // In place of SNOWFLAKE_SAMPLE_DATA.TPCH_SF100.LINEITEM, which not every account has.
  const lineitem = await schema.tables.create({
    name: "LINEITEM",
    columns: [col("L_ORDERKEY", "int"), col("L_SHIPMODE", "string")],
  });
  await root.query(sql`INSERT INTO ${lineitem} VALUES (1, ${"SHIP"}), (2, ${"AIR"}), (3, ${"RAIL"})`);

  const dag = taskGraph("python_api_dag", { schedule: { days: 1 }, warehouse }, (graph) => {
    const first = graph.task("task_python_api_trunc", { definition: truncated });
    const second = graph.task("task_python_api_filter", { definition: filtered });
    second.after(first);
  });
  const { action, reference: deployed } = await schema.taskGraphs.deploy(dag, { mode: "orReplace" });
  print(`${deployed}: ${action}`);

  // The arguments are given, so that the run succeeds.
  const run = await deployed.run();
  const { state, tasks } = await run.wait({ timeoutMs: 600_000 });
  print(`${deployed} ran: ${state}`);
  for (const task of tasks) print("Name: ", task.name, "| State: ", task.state);
  await deployed.drop();
}

// 5. A web server in a container, from its machines to its address.

async function manageContainers({ root, print, made }: Tour): Promise<void> {
  // These two have to be there, with the image in the repository.
  const schema = root.database("spcs_python_api_db").schema("public");
  const repository = schema.imageRepository("MyImageRepository");
  const there = await repository.tryFetch();
  if (there === undefined) {
    print(`${repository} is not there: make it, and push nginx:latest to it, to see the rest.`);
    return;
  }

  const pool = made(
    await root.computePools.create({
      name: "MyComputePool",
      instanceFamily: "CPU_X64_XS",
      minNodes: 1,
      maxNodes: 2,
    }),
  );
  // Another role would do: the one of this session stands for it. It gets a session of its own.
  const { role } = await root.identity();
  const services = root.withRole(role).database("spcs_python_api_db").schema("public").services;
  const spec = inlineSpec({
    containers: [{ name: "web-server", image: `${there.repositoryUrl}/nginx:latest` }],
    endpoints: [{ name: "ui", port: 80, public: true }],
  });
  const nginx = made(
    await services.create({ name: "MyService", computePool: pool, spec, minInstances: 1, maxInstances: 1 }),
  );
  print("Its containers:", await nginx.containers({ timeoutMs: 5000 }));

  // What the tutorial asks again and again, waitForEndpoint() waits for; it ends early if the container fails.
  const [endpoint] = await nginx.endpoints();
  print(endpoint?.ingressUrl);
  const { url } = await nginx.waitForEndpoint("ui", { timeoutMs: 1_200_000 });
  print(`Visiting ${url} in your browser. You may need to log in there.`);

  // The service before its pool: nothing is left on that.
  await nginx.suspend();
  await nginx.drop();
  await pool.suspend();
  await pool.drop();
}

async function start(): Promise<void> {
  // From SNOWFLAKE_ACCOUNT and the like, or the default connection of connections.toml.
  await using root = await connect();
  await main(root);
}

if (require.main === module) void start();
