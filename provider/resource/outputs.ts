import type { Definition, OutputReading } from "./definition";
import type { Values } from "./property";

/** What Snowflake has decided of an object; what it does not tell is absent. */
export async function readOutputs({ outputs = {} }: Definition, reading: OutputReading): Promise<Values> {
  const entries = await Promise.all(
    Object.entries(outputs).map(async ([key, read]) => [key, await read(reading)] as const),
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}
