import type { ImageBehaviour } from "./image-behaviour";

const outcomes = ["runs", "fails", "exits"] as const;

/** The longest log of a container, in characters. */
const longestLog = 1024 * 1024;

const checks: Record<keyof ImageBehaviour, { fits(value: unknown): boolean; must: string }> = {
  outcome: { fits: (value) => outcomes.some((one) => one === value), must: `be one of ${outcomes.join(", ")}` },
  exitCode: { fits: (value) => isWhole(value) && value <= 255, must: "be a whole number from 0 to 255" },
  message: { fits: (value) => typeof value === "string", must: "be a text" },
  logs: {
    fits: (value) => typeof value === "string" && value.length <= longestLog,
    must: `be a text of ${longestLog} characters at most`,
  },
  logEverySeconds: {
    fits: (value) => typeof value === "number" && value > 0 && value <= 31_536_000,
    must: "be a number of seconds above 0, a year at most",
  },
  afterSeconds: {
    fits: (value) => typeof value === "number" && value >= 0 && value <= 31_536_000,
    must: "be a number of seconds, a year at most",
  },
};

/** A behaviour whose members are what they must be, in an order of their own. @throws RangeError that says what is wrong. */
export function checkedBehaviour(written: Readonly<Record<string, unknown>>): ImageBehaviour {
  const unknown = Object.keys(written).find((member) => !Object.hasOwn(checks, member));
  if (unknown !== undefined) {
    throw new RangeError(`behaviour.${unknown}: is not known; use ${Object.keys(checks).join(", ")}.`);
  }
  const members = Object.entries({ outcome: "runs", ...given(written) });
  for (const [member, value] of members) {
    const { fits, must } = checks[member as keyof ImageBehaviour];
    if (!fits(value)) throw new RangeError(`behaviour.${member}: must ${must}.`);
  }
  // The digest of an image follows from this text: the order in which somebody wrote the members does not count.
  const behaviour = Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1))) as unknown as ImageBehaviour;
  refuseMisplaced(behaviour);
  return behaviour;
}

function given(written: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

function refuseMisplaced({ outcome, exitCode, message, logs, logEverySeconds }: ImageBehaviour): void {
  if (logEverySeconds !== undefined && logs === undefined) {
    throw new RangeError("behaviour.logEverySeconds: only a container with logs has it.");
  }
  if (exitCode !== undefined && outcome === "runs") {
    throw new RangeError("behaviour.exitCode: only a container that exits or fails has one.");
  }
  if (message !== undefined && outcome !== "fails") {
    throw new RangeError("behaviour.message: only a container that fails has one.");
  }
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
