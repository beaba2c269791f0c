import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";

/** Which resource an intent belongs to. */
export interface IntentKey {
  readonly account: string;
  readonly project: string;
  /** The program's folder: two checkouts of one project do not share intents. */
  readonly folder: string;
  readonly kind: string;
  /** Canonical qualified name. */
  readonly name: string;
}

/** Written before a CREATE, so that a later run knows that what exists may be what an interrupted run made. */
export interface Intent {
  /** Milliseconds since the epoch on Snowflake's clock. */
  readonly at: number;
  readonly role: string;
  /** Written before a rename instead: the new qualified name. */
  readonly renamedTo?: string;
  /** Written before an object is made anew instead: the time of creation of what it replaces. */
  readonly replaces?: string;
  /** What the run was to make, as a digest, where Snowflake does not tell all of it. */
  readonly digest?: string;
  /** The run that wrote it. */
  readonly run: string;
  /** The process of that run, which may still be at work. */
  readonly pid?: number;
  /** When it was written, by this machine's clock. */
  readonly written?: number;
  /** Whether the run has given up on it: it is left for a later one, even while the process lives. */
  readonly over?: boolean;
}

const keptForMs = 7 * 24 * 3_600_000;
/** No single change takes longer. */
const atWorkForMs = 30 * 60_000;

/** A folder of intents in the user's cache: one small file each, written and synced before the CREATE it announces. */
export class Journal {
  readonly #folder: string;
  readonly #run = randomUUID();
  /** What this run has written itself. */
  readonly #begun = new Set<string>();
  #present: Set<string> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Notes that a CREATE is about to be sent. A folder that cannot be written costs the recovery, not the run. What is `over` is not
   * of this run any more: what comes next may take it up, be it of the same run.
   */
  async begin(key: IntentKey, intent: Omit<Intent, "run" | "pid" | "written">): Promise<void> {
    const file = fileOf(key);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const temporary = join(this.#folder, `${file}.${this.#run}`);
      await writeSynced(temporary, JSON.stringify({ ...key, ...intent, ...this.#writer() }));
      await rename(temporary, join(this.#folder, file));
      this.#files().add(file);
      if (intent.over === true) this.#begun.delete(file);
      else this.#begun.add(file);
    } catch {
      this.#files().delete(file);
    }
  }

  /** The intent of an earlier run; one of this run is no trace of an interruption. */
  find(key: IntentKey): Intent | undefined {
    const file = fileOf(key);
    if (!this.#isFromBefore(file)) return undefined;
    try {
      return JSON.parse(readFileSync(join(this.#folder, file), "utf8")) as Intent;
    } catch {
      return undefined;
    }
  }

  #writer(): Pick<Intent, "run" | "pid" | "written"> {
    return { run: this.#run, pid: process.pid, written: Date.now() };
  }

  /** The intents of one kind that earlier runs of a program have left behind; what a run is still at work on is none of them. */
  left(of: Omit<IntentKey, "name">): readonly (IntentKey & Intent)[] {
    const files = [...this.#files()].filter((file) => this.#isFromBefore(file));
    const read = files.flatMap((file) => {
      try {
        return [JSON.parse(readFileSync(join(this.#folder, file), "utf8")) as IntentKey & Intent];
      } catch {
        return [];
      }
    });
    return read.filter(
      (one) =>
        one.account === of.account &&
        one.project === of.project &&
        one.folder === of.folder &&
        one.kind === of.kind &&
        !isAtWork(one),
    );
  }

  /** A later process has met the resource in another handler: its state was saved, the intent is of no use any more. */
  settled(key: IntentKey): void {
    if (this.#isFromBefore(fileOf(key))) this.forget(key);
  }

  #isFromBefore(file: string): boolean {
    return this.#files().has(file) && !this.#begun.has(file);
  }

  /** Takes an intent back: its CREATE was refused. */
  forget(key: IntentKey): void {
    const file = fileOf(key);
    if (this.#files().delete(file)) rmSync(join(this.#folder, file), { force: true });
  }

  /** The names of the files, read once; old ones are removed. */
  #files(): Set<string> {
    if (this.#present !== undefined) return this.#present;
    this.#present = new Set();
    try {
      for (const file of readdirSync(this.#folder)) {
        const path = join(this.#folder, file);
        if (Date.now() - statSync(path).mtimeMs > keptForMs) rmSync(path, { force: true });
        else this.#present.add(file);
      }
    } catch {
      // No folder yet: no intents.
    }
    return this.#present;
  }
}

/** Keeps nothing: for what sends nothing. */
export class NoJournal extends Journal {
  constructor() {
    super("");
  }

  override async begin(): Promise<void> {}

  override find(): undefined {}

  override left(): readonly [] {
    return [];
  }

  override settled(): void {}

  override forget(): void {}
}

/** Whether the run that wrote an intent may still be carrying it out. Numbers of processes come again, so not for ever. */
function isAtWork({ over, pid, written }: Intent): boolean {
  if (over === true || pid === undefined || written === undefined || Date.now() - written > atWorkForMs) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A disk takes milliseconds to sync; the process goes on with other resources meanwhile. */
async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function fileOf(key: IntentKey): string {
  const parts = [key.account, key.project, key.folder, key.kind, key.name];
  return `${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 40)}.json`;
}
