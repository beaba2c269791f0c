import { SqlError } from "../sql-error";
import { textType, variantType } from "./data-type";
import { arrayType, objectType } from "./function-types";
import { jsonOf, parseJson } from "./json-values";
import type { SqlFunctions } from "./sql-function";
import type { Value } from "./value";
import { cast, nullValue } from "./value";

/** Functions that make JSON. Snowflake does not let them stand in VALUES. */
export const jsonFunctions: SqlFunctions = {
  PARSE_JSON: { arity: [1], call: (_context, [text]) => parsed(text) },
  TRY_PARSE_JSON: {
    arity: [1],
    call(_context, [text]) {
      try {
        return parsed(text);
      } catch (error) {
        if (error instanceof SqlError) return { type: variantType, cell: null };
        throw error;
      }
    },
  },
  TO_JSON: { arity: [1], call: (_context, [value]) => ({ type: textType, cell: value?.cell ?? null }) },
  ARRAY_CONSTRUCT: {
    arity: [0, Number.POSITIVE_INFINITY],
    call: (_context, items) => ({ type: arrayType, cell: `[${items.map(jsonText).join(",")}]` }),
  },
  OBJECT_CONSTRUCT: {
    arity: [0, Number.POSITIVE_INFINITY],
    call: (_context, items) => ({ type: objectType, cell: `{${members(items).join(",")}}` }),
  },
};

function parsed(value: Value = nullValue): Value {
  const text = cast(value, textType).cell;
  return { type: variantType, cell: text === null || text.trim() === "" ? null : parseJson(text) };
}

function jsonText({ type, cell }: Value): string {
  return cell === null ? "null" : jsonOf(cell, type);
}

/** Pairs of keys and values; where one is NULL, the pair is left out. */
function members(items: readonly Value[]): string[] {
  return items.flatMap((key, i) => {
    const value = items[i + 1];
    if (i % 2 === 1 || key.cell === null || value?.cell == null) return [];
    return [`${JSON.stringify(key.cell)}:${jsonOf(value.cell, value.type)}`];
  });
}
