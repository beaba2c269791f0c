import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

/** How many resources met which fate; the stack itself and providers are not counted. */
export interface Changes {
  readonly same: number;
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly replace: number;
}

/** What the engine did, or plans to do, with one resource. */
export interface Step {
  /** `create`, `update`, `delete`, `replace`, `same`, `create-replacement`, `delete-replaced`, `read`, … */
  readonly op: string;
  readonly name: string;
  readonly type: string;
  readonly urn: string;
  /** Inputs whose values differ, as the CLI shows them in `[diff: …]`. */
  readonly diff: readonly string[];
  readonly oldInputs: Readonly<Record<string, unknown>>;
  readonly newInputs: Readonly<Record<string, unknown>>;
}

/** A message shown to the user. */
export interface Diagnostic {
  readonly severity: string;
  readonly message: string;
  readonly urn?: string;
}

/** What an update, preview, refresh or destroy did. */
export interface EngineResult {
  readonly changes: Changes;
  readonly steps: readonly Step[];
  /** The differing inputs of each updated or replaced resource, by its logical name. */
  readonly diffs: Readonly<Record<string, readonly string[]>>;
  /** Errors, warnings and what programs and providers printed. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Metadata {
  op: string;
  urn: string;
  type: string;
  old: { inputs: Record<string, unknown> } | null;
  new: { inputs: Record<string, unknown> } | null;
}

interface EngineEvent {
  resourcePreEvent?: { metadata: Metadata };
  resOutputsEvent?: { metadata: Metadata };
  diagnosticEvent?: Diagnostic;
}

/** Reads the engine's event log. A refresh announces its results afterwards, everything else what it is about to do. */
export function engineResult(log: string, command: string): EngineResult {
  const events: EngineEvent[] = existsSync(log) ? readFileSync(log, "utf8").split("\n").flatMap(event) : [];
  const announced = command === "refresh" ? "resOutputsEvent" : "resourcePreEvent";
  const steps = events
    .flatMap((each) => each[announced]?.metadata ?? [])
    .filter(isOurs)
    .map(step);
  const count = (op: string) => steps.filter((each) => each.op === op).length;
  const changes = ["same", "create", "update", "delete", "replace"].map((op) => [op, count(op)]);
  const differing = steps.filter(({ op }) => op === "update" || op === "replace");
  return {
    changes: Object.fromEntries(changes),
    steps,
    diffs: Object.fromEntries(differing.map(({ name, diff }) => [name, diff])),
    diagnostics: events.flatMap((each) => each.diagnosticEvent ?? []).filter(({ severity }) => severity !== "debug"),
  };
}

/** The last line of the log of a killed command may be cut off. */
function event(line: string): EngineEvent[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

function isOurs({ op, type }: Metadata): boolean {
  return op !== "refresh" && !type.startsWith("pulumi:");
}

function step({ op, urn, type, old, new: now }: Metadata): Step {
  const oldInputs = old?.inputs ?? {};
  const newInputs = now?.inputs ?? {};
  const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)])];
  const diff = keys.filter((key) => !isDeepStrictEqual(oldInputs[key], newInputs[key])).sort();
  return { op, urn, type, name: urn.slice(urn.lastIndexOf("::") + 2), diff, oldInputs, newInputs };
}
