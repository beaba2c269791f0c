import { vi } from "vitest";
import type { Props } from "../../../provider/dynamic/handlers";
import { freshName, type Run, type Stage, startStage } from "./stage";

/** Everything takes a moment. */
export const quick = { nodeStartMs: 1, containerStartMs: 1, endpointMs: 1, suspendMs: 1, stopMs: 1 };
/** Everything takes as long as the clock is moved on by. */
export const slow = { nodeStartMs: 60_000, containerStartMs: 60_000, endpointMs: 1, suspendMs: 60_000, stopMs: 20_000 };

/** A stage with a database D, and images `web`, which runs, and `job`, which goes on for an hour, in D.PUBLIC.IMAGES. */
export interface PoolStage extends Stage {
  /** Arguments of a pool with a name of its own. */
  args(more?: Props): Props & { readonly name: string };
  /** Makes a service behind the provider's back; answers its qualified name. */
  service(pool: string, more?: ServiceOptions): Promise<string>;
  /** The row of SHOW of a pool; absent if it is gone. */
  pool(name: string): Promise<Readonly<Record<string, string | null>> | undefined>;
  /** Status of a service. */
  status(service: string): Promise<string | null | undefined>;
  /** What the provider has sent since the last call that changes something, with `{P}` for the pool. */
  changes(pool: string): string[];
}

/** What a service is made with. */
export interface ServiceOptions {
  /** Whether it is a job. */
  readonly job?: boolean;
  /** Volumes of the specification, in YAML. */
  readonly volumes?: string;
  /** The role that makes it. */
  readonly role?: string;
  /** The schema. */
  readonly schema?: string;
}

/** Starts an emulator with images. */
export async function startPoolStage(containerTimes: typeof quick = quick): Promise<PoolStage> {
  const stage = await startStage({ containerTimes });
  await stage.sql("CREATE DATABASE D", "CREATE IMAGE REPOSITORY D.PUBLIC.IMAGES");
  const push = { repository: "D.PUBLIC.IMAGES" };
  stage.emulator.pushImage({ ...push, image: "web" });
  stage.emulator.pushImage({ ...push, image: "job", behaviour: { outcome: "exits", exitCode: 0, afterSeconds: 3600 } });
  return {
    ...stage,
    args: (more = {}) => ({ name: freshName(), minNodes: 1, maxNodes: 2, instanceFamily: "CPU_X64_XS", ...more }),
    async service(pool, { job = false, volumes = "", role = "ACCOUNTADMIN", schema = "D.PUBLIC" } = {}) {
      const name = `${schema}.${freshName()}`;
      const spec = `spec:\n  containers:\n  - name: main\n    image: /d/public/images/${job ? "job" : "web"}\n${volumes}`;
      await stage.as(
        role,
        job
          ? `EXECUTE JOB SERVICE IN COMPUTE POOL ${pool} NAME = ${name} ASYNC = TRUE FROM SPECIFICATION $$${spec}$$`
          : `CREATE SERVICE ${name} IN COMPUTE POOL ${pool} FROM SPECIFICATION $$${spec}$$`,
      );
      return name;
    },
    pool: async (name) => (await stage.sql(`SHOW COMPUTE POOLS LIKE '${name}'`))[0],
    async status(service) {
      const [database, schema, name] = service.split(".");
      const rows = await stage.sql(`SHOW SERVICES LIKE '${name}' IN SCHEMA ${database}.${schema}`);
      return rows[0]?.["status"];
    },
    changes: (pool) =>
      stage
        .sent()
        .filter((sql) => /^(CREATE|ALTER|DROP)/.test(sql))
        .map((sql) => sql.replaceAll(pool, "{P}")),
  };
}

/** Waits until a run has told something. */
export async function told(run: Run, words: RegExp): Promise<void> {
  while (!run.said.some((line) => words.test(line))) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** How long a run may take that is to run out of time: enough for its statements, whatever else the machine does. */
export const halfAMinute = "30s";

/** Has {@link halfAMinute} be over for a run that waits for something by now; what it ends with. */
export async function outOfTime<Result>({ emulator }: Stage, work: Promise<Result>): Promise<Result> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30_000 });
  try {
    return await work;
  } finally {
    vi.useRealTimers();
    // Its clock went on with that of the process, and never goes back.
    emulator.advance(30_000);
  }
}
