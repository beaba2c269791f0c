import type { Definition, OutputReading } from "./definition";
import type { Values } from "./property";

/**
 * What Snowflake has decided of an object; what it does not tell is absent.
 *
 * @param told - Outputs that have been read already.
 */
export async function readOutputs(
  { outputs = {} }: Definition,
  reading: OutputReading,
  told: Values = {},
): Promise<Values> {
  const entries = await Promise.all(
    Object.entries(outputs).map(async ([key, read]) => [key, key in told ? told[key] : await read(reading)] as const),
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}
