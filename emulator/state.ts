import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { resolve } from "node:path";

/** What the state file holds: a mark to know it by, and the catalog as the engine saves it. */
interface Saved {
  readonly format: "snowflake-emulator/1";
  readonly catalog: unknown;
}

const shortestPauseMs = 50;

/** A catalog in a file. Changes that come close together are saved as one; a reader never sees half a file. */
export class StateFile {
  private readonly path: string;
  private readonly catalog: () => unknown;
  private timer: NodeJS.Timeout | undefined;
  private isSaved = true;
  private pauseMs = shortestPauseMs;

  constructor(path: string, catalog: () => unknown) {
    this.path = resolve(path);
    this.catalog = catalog;
  }

  /** The saved catalog, or undefined if there is no file. @throws Error if the file is something else. */
  load(): unknown {
    let text: string;
    try {
      text = readFileSync(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new Error(`The state file ${this.path} cannot be read: ${(error as Error).message}`);
    }
    const saved = parsed(text);
    if (!saved) throw new Error(`${this.path} is not a state file of the emulator; name another, or remove it.`);
    return saved.catalog;
  }

  /** Has the catalog saved shortly. */
  changed(): void {
    this.isSaved = false;
    this.timer ??= setTimeout(() => this.saveOrWarn(), this.pauseMs);
  }

  /** Saves what has changed and is not saved yet. @throws Error if the file cannot be written. */
  flush(): void {
    clearTimeout(this.timer);
    if (!this.isSaved) this.save();
  }

  private saveOrWarn(): void {
    this.timer = undefined;
    try {
      this.save();
    } catch (error) {
      process.emitWarning(`The state file was not saved: ${(error as Error).message}`);
    }
  }

  // Written beside the file, then moved over it.
  private save(): void {
    const started = performance.now();
    const saved: Saved = { format: "snowflake-emulator/1", catalog: this.catalog() };
    replaceFile(this.path, JSON.stringify(saved));
    this.isSaved = true;
    // A large catalog is saved less often, so that saving never takes more than a tenth of the time.
    this.pauseMs = Math.max(shortestPauseMs, (performance.now() - started) * 10);
  }
}

function replaceFile(path: string, text: string): void {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(beside, "w", 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function parsed(text: string): Saved | undefined {
  try {
    const data: unknown = JSON.parse(text);
    const isSaved = typeof data === "object" && data !== null && "format" in data && "catalog" in data;
    return isSaved && data.format === "snowflake-emulator/1" ? (data as Saved) : undefined;
  } catch {
    return undefined;
  }
}
