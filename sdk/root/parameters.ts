import type { Row } from "../../provider/client/client";
import { raw, sql } from "../../provider/sql";
import type { CallOptions } from "./call";
import { Reference } from "./reference";

/** A parameter that holds for an object. */
export interface Parameter {
  /** What is in effect: a number or a boolean, where that is its type. */
  readonly value: string | number | boolean;
  /** What would be in effect if it were set nowhere. */
  readonly default: string | number | boolean;
  /** Where it is set: `DATABASE`, `TABLE`, `ACCOUNT`, …; absent if nowhere, so that the default holds. */
  readonly level?: string;
  /** What it is for, in Snowflake's words. */
  readonly description: string;
  /** `STRING`, `NUMBER`, `BOOLEAN`, … */
  readonly type: string;
}

/** A reference to an object that has parameters. */
export abstract class ReferenceWithParameters<S extends object, D> extends Reference<S, D> {
  /**
   * The parameters that hold for it, by name: those set on itself, and those that it inherits. `SHOW PARAMETERS IN TABLE DB.S.T`.
   *
   * ```ts
   * const { DATA_RETENTION_TIME_IN_DAYS: days } = await table.parameters();
   * ```
   *
   * @see https://docs.snowflake.com/en/sql-reference/sql/show-parameters
   */
  async parameters(options: CallOptions = {}): Promise<Readonly<Record<string, Parameter>>> {
    const rows = await this.ask(sql`SHOW PARAMETERS IN ${raw(this.kind.definition.noun)} ${this.sqlName}`, options);
    return Object.fromEntries(rows.map((row) => [row["key"] ?? "", parameterOf(row)]));
  }
}

function parameterOf(row: Row): Parameter {
  const { type, level } = { type: row["type"] ?? "", level: row["level"] ?? "" };
  return {
    value: typed(row["value"] ?? "", type),
    default: typed(row["default"] ?? "", type),
    ...(level === "" ? {} : { level }),
    description: row["description"] ?? "",
    type,
  };
}

/** What is not of its type, such as nothing at all, stays text. */
function typed(cell: string, type: string): string | number | boolean {
  if (type === "NUMBER" && /^-?\d+(\.\d+)?$/.test(cell) && Number.isSafeInteger(Math.trunc(Number(cell))))
    return Number(cell);
  if (type === "BOOLEAN" && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === "true";
  return cell;
}
