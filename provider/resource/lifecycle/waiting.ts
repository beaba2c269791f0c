import type { Row } from "../../client/client";
import { SnowflakeError } from "../../client/errors";
import type { Waiting } from "../definition";
import { locate } from "../locate";
import { readOutputs } from "../outputs";
import type { Values } from "../property";
import type { Act } from "./context";

/** An object after the last statement. */
export interface Finished {
  readonly row: Row;
  readonly outputs: Values;
  /** Why what was waited for has not come about. */
  readonly problem?: SnowflakeError;
}

/** Waits for what has to come about before an object counts as made or changed, and reads what Snowflake has decided of it. */
export async function finished(act: Act, waiting: Waiting): Promise<Finished> {
  const { definition, client, operation } = act;
  const { name, before, after: values, recorded } = waiting;
  const reading = { client, name, operation, freshness: "fresh", values, before, recorded } as const;
  const told: Record<string, unknown> = {};
  const tell = (key: string, output: unknown) => {
    told[key] = output;
  };
  try {
    const waited = (await definition.waits?.(act, { ...waiting, tell })) ?? waiting.row;
    const row = waited === waiting.row ? await rowNow(act, waiting) : waited;
    return { row, outputs: await readOutputs(definition, { ...reading, row }, told) };
  } catch (problem) {
    if (!(problem instanceof SnowflakeError)) throw problem;
    const row = (await locate(definition, client, name, "fresh").catch(() => undefined)) ?? waiting.row;
    const outputs = await readOutputs(definition, { ...reading, row }, told).catch(() => recorded ?? {});
    return { row, outputs, problem };
  }
}

/** The row of what was changed is older than the change: what Snowflake decides may be new. */
async function rowNow({ definition, client }: Act, { name, row, before }: Waiting): Promise<Row> {
  if (before === undefined || definition.outputs === undefined) return row;
  return (await locate(definition, client, name, "fresh")) ?? row;
}
