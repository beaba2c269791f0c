import type { Context } from "../resource/lifecycle/context";
import type { GraphTask } from "./task-graphs";
import type { Pauses } from "./task-pauses";

/** SHOW TASKS, for whoever has the definition or not. */
export const tasks = { kind: "Task", plural: "TASKS", scope: "schema" } as const;

/** What this run knows of the tasks of an account; names are canonical and qualified. */
export interface Known {
  /** By schema. */
  readonly pauses: Map<string, Pauses>;
  /** Whether a task shall run, as the program says. */
  readonly declared: Map<string, boolean>;
  /** Where a change that is under way brings a task to when the pause ends. */
  readonly goals: Map<string, boolean>;
  /** Changes that are about to come, and when that was heard of. */
  readonly expected: Map<string, number>;
  /** When a root was suspended for a change, as the note of it says. */
  readonly stopped: Map<string, number>;
  /** Roots that an interrupted run suspended, and that could not be brought back yet. */
  readonly left: Set<string>;
  /** Roots that cannot run before what they replace is dropped. */
  readonly waiting: Set<string>;
  /** Tasks that this run has made. */
  readonly made: Set<string>;
  /** Tasks that this run has dropped. */
  readonly dropped: Set<string>;
  /** What came after a task that was dropped before what replaces it was made, by the name of the latter. */
  readonly orphans: Map<string, readonly GraphTask[]>;
  /** What is brought back from earlier runs, by connection and role. */
  readonly broughtBack: Map<string, Promise<void>>;
}

const known = new WeakMap<Context["claims"], Known>();

/** What this run knows. */
export function knownOf({ claims }: Context): Known {
  const here = known.get(claims) ?? {
    pauses: new Map(),
    declared: new Map(),
    goals: new Map(),
    expected: new Map(),
    stopped: new Map(),
    left: new Set(),
    waiting: new Set(),
    made: new Set(),
    dropped: new Set(),
    orphans: new Map(),
    broughtBack: new Map(),
  };
  known.set(claims, here);
  return here;
}

/** How long a change that was announced may take to come: longer, and something has kept it from coming. */
const announcedForMs = 10_000;

/** Whether changes of other tasks of a schema are about to come. */
export function isMoreExpected({ expected }: Known, schema: string): boolean {
  const since = Date.now() - announcedForMs;
  return [...expected].some(([full, at]) => at > since && full.startsWith(`${schema}.`));
}
