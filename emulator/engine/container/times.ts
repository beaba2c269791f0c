/** How long things take in the emulated account, in milliseconds of its clock. */
export interface ContainerTimes {
  /** Until a node that a compute pool asks for is there. */
  readonly nodeStartMs: number;
  /** Until a compute pool that is suspended has given back its nodes. */
  readonly suspendMs: number;
  /** Until a container runs, from when there is a node for it. */
  readonly containerStartMs: number;
  /** Until a public endpoint has its address. */
  readonly endpointMs: number;
  /** Until a container that is to end has ended, and until a node that is too many is gone. */
  readonly stopMs: number;
}

/** About a second in all: long enough for clients to see what happens in between. */
export const defaultTimes: ContainerTimes = {
  nodeStartMs: 400,
  suspendMs: 200,
  containerStartMs: 300,
  endpointMs: 800,
  stopMs: 200,
};

/** Reads some of the times; the others are as ever. @throws Error that says what to change. */
export function parseContainerTimes(data: unknown): ContainerTimes {
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw new Error("must be an object");
  const known = Object.keys(defaultTimes);
  for (const [name, value] of Object.entries(data)) {
    if (!known.includes(name)) throw new Error(`${name} is none of ${known.join(", ")}`);
    if (typeof value !== "number" || !(value >= 0 && value <= 86_400_000)) {
      throw new Error(`${name}: must be milliseconds from 0 to 86400000`);
    }
  }
  return { ...defaultTimes, ...data };
}
