import { randomUUID } from "node:crypto";
import type { DataType } from "./data-type";
import { textType } from "./data-type";
import type { SqlFunction, SqlFunctions } from "./sql-function";
import type { Value } from "./value";
import { cast, compare, integerValue, nullValue, textValue, truth } from "./value";

const any = Number.POSITIVE_INFINITY;

const firstNotNull = (_context: unknown, args: readonly Value[]): Value => {
  const typed = args.find(({ cell }) => cell !== null);
  return typed ?? args[0] ?? nullValue;
};

/** Functions of texts and conditions. */
export const scalarFunctions: SqlFunctions = {
  UPPER: ofText((text) => text.toUpperCase()),
  LOWER: ofText((text) => text.toLowerCase()),
  TRIM: ofText((text) => text.replace(/^ +| +$/g, "")),
  LENGTH: {
    arity: [1],
    call(_context, [value]) {
      const text = cast(value ?? nullValue, textType).cell;
      return text === null ? { ...integerValue(0), cell: null } : integerValue([...text].length);
    },
  },
  CONCAT: {
    arity: [1, any],
    call(_context, args) {
      const texts = args.map((value) => cast(value, textType).cell);
      return textValue(texts.includes(null) ? null : texts.join(""));
    },
  },
  COALESCE: { arity: [1, any], call: firstNotNull },
  NVL: { arity: [2], call: firstNotNull },
  IFNULL: { arity: [2], call: firstNotNull },
  IFF: {
    arity: [3],
    call: (_context, [condition, yes, no]) => (truth(condition ?? nullValue) ? yes : no) ?? nullValue,
  },
  NULLIF: {
    arity: [2],
    call(_context, [a = nullValue, b = nullValue]) {
      return compare(a, b) === 0 ? { type: a.type, cell: null } : a;
    },
  },
  UUID_STRING: { arity: [0], call: () => textValue(randomUUID()) },
};

function ofText(change: (text: string) => string, type: DataType = textType): SqlFunction {
  return {
    arity: [1],
    call(_context, [value]) {
      const text = cast(value ?? nullValue, textType).cell;
      return { type, cell: text === null ? null : change(text) };
    },
  };
}
