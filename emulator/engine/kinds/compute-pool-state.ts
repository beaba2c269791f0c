import { resumePool, stopAll, suspendPool } from "../container/simulation";
import { runsHere } from "../container/workloads";
import { executed, status } from "../result";
import type { SqlError } from "../sql-error";
import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import type { ObjectAction } from "../statements/kind";
import type { Cursor } from "../syntax/cursor";

const workloads = ["ALL", "USER", "NOTEBOOK", "MODEL_SERVING", "STREAMLIT", "ML_JOB"];

/** SUSPEND, RESUME and STOP ALL [OF TYPE t, …]. */
export function readPoolState(cursor: Cursor): ObjectAction | undefined {
  if (cursor.accept("SUSPEND")) return operating(suspendPool);
  if (cursor.accept("RESUME")) return operating(resumePool);
  if (!cursor.accept("STOP", "ALL")) return undefined;
  const types = cursor.accept("OF", "TYPE") ? readWorkloads(cursor) : ["ALL"];
  return operating((context, pool) => {
    checkWorkloads(types);
    if (runsHere(types)) stopAll(context, pool);
  });
}

function operating(act: (context: Context, pool: Parameters<ObjectAction>[1]) => void): ObjectAction {
  return (context, pool) => {
    context.access.require(pool, "OPERATE");
    act(context, pool);
    return status(executed);
  };
}

function readWorkloads(cursor: Cursor): string[] {
  const read = () => {
    const { kind, value } = cursor.token;
    if (kind !== "word" && kind !== "string") return cursor.unexpected();
    cursor.next();
    return value.toUpperCase();
  };
  const types = [read()];
  while (cursor.acceptSymbol(",")) types.push(read());
  return types;
}

function checkWorkloads(types: readonly string[]): void {
  const unknown = types.find((type) => !workloads.includes(type));
  if (unknown !== undefined) {
    throw invalidType(
      `Invalid workload type '${unknown}'. Expected comma separated list like: 'type1, type2'. Valid types are ${workloads.join(", ")}.`,
    );
  }
  if (types.length > 1 && types.includes("ALL")) {
    throw invalidType(
      `When 'ALL' is specified in '${types.join(",")}', no other workload types should be included. Use 'ALL' alone or specify individual types.`,
    );
  }
}

/** No source has the code of this error. */
function invalidType(detail: string): SqlError {
  return compilationError("000002", "0A000", `Invalid input for OF TYPE option: ${detail}`);
}
