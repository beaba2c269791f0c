import { poolFacts } from "../container/simulation";
import { requireObject } from "../statements/resolve";
import { parseName } from "../syntax/cursor";
import type { SqlFunctions } from "./sql-function";
import { textValue } from "./value";

/** Functions that tell of compute pools. */
export const computePoolFunctions: SqlFunctions = {
  SYSTEM$GET_COMPUTE_POOL_STATUS: {
    arity: [1],
    call(context, [name]) {
      const kind = context.kinds.get("COMPUTE POOL");
      const pool = requireObject(context, kind, parseName(name?.cell ?? "", 1), "SYSTEM$GET_COMPUTE_POOL_STATUS");
      context.access.require(pool, "MONITOR");
      const { state, statusMessage } = poolFacts(context, pool);
      return textValue(JSON.stringify({ status: state, message: statusMessage }));
    },
  },
};
