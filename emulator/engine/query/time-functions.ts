import { invalidPropertyValue } from "../sql-error";
import type { Context } from "../statements/context";
import type { DataType } from "./data-type";
import { integerType, timestampLtzType } from "./data-type";
import { dateType, timestampNtzType, timeType } from "./function-types";
import type { SqlFunction, SqlFunctions } from "./sql-function";
import { instantOf, secondsCell } from "./time-values";
import type { Value } from "./value";
import { cast, nullValue } from "./value";

/** The present, and times some way from another. */
export const timeFunctions: SqlFunctions = {
  CURRENT_TIMESTAMP: { arity: [0, 1], call: (context) => now(context, timestampLtzType) },
  LOCALTIMESTAMP: { arity: [0, 1], call: (context) => now(context, timestampLtzType) },
  SYSDATE: { arity: [0], call: (context) => now(context, timestampNtzType) },
  CURRENT_DATE: { arity: [0], call: (context) => now(context, dateType) },
  CURRENT_TIME: { arity: [0, 1], call: (context) => now(context, timeType) },
  LOCALTIME: { arity: [0, 1], call: (context) => now(context, timeType) },
  DATEADD: dateAdd(),
  TIMEADD: dateAdd(),
  TIMESTAMPADD: dateAdd(),
};

function now({ catalog }: Context, type: DataType): Value {
  const cell = secondsCell(BigInt(catalog.now()) * 1_000_000n, 9);
  return cast({ type: timestampLtzType, cell }, type);
}

const nanos: Record<string, bigint> = {
  NANOSECOND: 1n,
  MILLISECOND: 1_000_000n,
  SECOND: 1_000_000_000n,
  MINUTE: 60_000_000_000n,
  HOUR: 3_600_000_000_000n,
  DAY: 86_400_000_000_000n,
  WEEK: 604_800_000_000_000n,
};
const months: Record<string, number> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

function dateAdd(): SqlFunction {
  return {
    arity: [3],
    call(_context, [unit, count = nullValue, start = nullValue]) {
      const word = (unit?.cell ?? "").toUpperCase().replace(/S$/, "");
      const dated = start.type.wire === "text" ? cast(start, timestampNtzType) : start;
      const { cell: amount } = cast(count, integerType);
      if (dated.cell === null || amount === null) return { type: dated.type, cell: null };
      const { nanos: from } = instantOf(dated.cell, dated.type);
      const to = nanosLater(from, word, BigInt(amount)) ?? unknownUnit(word);
      const finer = dated.type.wire === "date" && to % (nanos["DAY"] ?? 1n) !== 0n;
      const zone = dated.type.wire === "timestamp_tz" ? ` ${dated.cell.split(" ")[1]}` : "";
      if (finer || dated.type.wire !== "date") {
        return { type: finer ? timestampNtzType : dated.type, cell: secondsCell(to, 9) + zone };
      }
      return { type: dateType, cell: String(to / (nanos["DAY"] ?? 1n)) };
    },
  };
}

function nanosLater(from: bigint, unit: string, amount: bigint): bigint | undefined {
  const step = nanos[unit];
  if (step !== undefined) return from + step * amount;
  const count = months[unit];
  return count === undefined ? undefined : monthsLater(from, count * Number(amount));
}

/** The same day of another month, or its last. */
function monthsLater(from: bigint, count: number): bigint {
  const millis = from / 1_000_000n;
  const date = new Date(Number(millis));
  const target = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1);
  const last = new Date(target);
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  const day = Math.min(date.getUTCDate(), last.getUTCDate());
  const inDay = Number(millis) - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return BigInt(target + (day - 1) * 86_400_000 + inDay) * 1_000_000n + (from - millis * 1_000_000n);
}

function unknownUnit(unit: string): never {
  throw invalidPropertyValue(unit, "DATEADD");
}
