import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DatabaseReference, Root } from "../../sdk/root";
import type { Stage } from "./stage";

/** What a script does once, in a database of its own. */
export interface Deed {
  /** Statements that come before it; `{D}` in them stands for the database. */
  readonly before?: readonly string[];
  readonly work: (database: DatabaseReference, root: Root) => Promise<unknown>;
  /** A task that runs before it and after it, whatever befalls it, unless an error says something else. */
  readonly keepsRunning?: string;
  /** Whether it is one statement and no more, of which it says that it may have run. */
  readonly isVerb?: true;
  /** What a script does after an accident, if not the same again. */
  readonly again?: Deed["work"];
  /** Statements that show all that it leaves behind. */
  readonly shows: readonly string[];
}

/** One strike: its own database, and its own session in it. */
export interface Victim {
  readonly root: Root;
  readonly database: DatabaseReference;
}

let databases = 0;

/** The deed in databases that are made for it. */
export class Scene {
  readonly stage: Stage;
  readonly #deed: Deed;
  readonly #session: ReturnType<Stage["emulator"]["engine"]["openSession"]>;
  readonly #caches = mkdtempSync(path.join(tmpdir(), "caches-"));

  constructor(stage: Stage, deed: Deed) {
    this.stage = stage;
    this.#deed = deed;
    this.#session = stage.emulator.engine.openSession({ user: "BY_HAND", role: "ACCOUNTADMIN" });
    this.#look(["CREATE WAREHOUSE LOOKING", "USE WAREHOUSE LOOKING"], "");
  }

  /** A database with what stands in it before, and a session that looks at it. */
  async victim(): Promise<Victim> {
    databases += 1;
    const name = `DB${databases}`.padEnd(8, "X");
    const { before = [] } = this.#deed;
    this.#look(["CREATE DATABASE {D}", ...before], name);
    // A machine of its own: what was interrupted on another one is nothing that it knows of.
    process.env["XDG_CACHE_HOME"] = path.join(this.#caches, name);
    const root = await this.stage.connect({ warehouse: "LOOKING" });
    await root.identity();
    return { root, database: root.database(name) };
  }

  act({ root, database }: Victim): Promise<unknown> {
    return this.#deed.work(database, root);
  }

  actAgain({ root, database }: Victim): Promise<unknown> {
    const { work, again = work } = this.#deed;
    return again(database, root);
  }

  /** What is there, without times and without the database's own name; of what is not there, that. */
  standing({ database: { storedName } }: Victim): unknown {
    return this.#deed.shows.map((show) => {
      try {
        const [{ columns, rows } = { columns: [], rows: [] }] = this.#look([show], storedName);
        return rows.map((cells) =>
          columns.flatMap(({ name }, index) =>
            isVolatile(name) ? [] : [`${name}: ${plain(cells[index], storedName)}`],
          ),
        );
      } catch (error) {
        return (error as { readonly code?: unknown }).code;
      }
    });
  }

  async close(): Promise<void> {
    await this.stage.close();
    rmSync(this.#caches, { recursive: true, force: true });
  }

  /** States of the tasks that are there, by name. */
  states({ database: { storedName } }: Victim): Readonly<Record<string, unknown>> {
    const [tasks] = this.#look(["SHOW TASKS IN DATABASE {D}"], storedName);
    const at = (column: string) => tasks?.columns.findIndex(({ name }) => name === column) ?? -1;
    return Object.fromEntries((tasks?.rows ?? []).map((row) => [row[at("name")], row[at("state")]]));
  }

  /** Runs statements past the network, which no accident befalls. */
  #look(statements: readonly string[], database: string) {
    const { engine } = this.stage.emulator;
    return statements.map((text) =>
      engine.execute(this.#session, text.replaceAll("{D}", database), { queryId: randomUUID() }),
    );
  }
}

function isVolatile(column: string): boolean {
  return /(_on|^id|^uuid|^is_current|^last_suspended_reason)$/.test(column);
}

function plain(cell: string | null | undefined, database: string): string | null {
  return cell?.replaceAll(database, "DB").replaceAll(/SYS_CONSTRAINT_[\w-]+/g, "SYS_CONSTRAINT") ?? null;
}
