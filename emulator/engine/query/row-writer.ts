import type { CatalogObject } from "../catalog/object";
import type { Cell } from "../result";
import { SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { Cursor } from "../syntax/cursor";
import { tokenize } from "../syntax/lexer";
import { constraintsOf } from "../table/constraint";
import { assign } from "./assign";
import { evaluate } from "./evaluate";
import type { Expression } from "./expression";
import { readExpression } from "./expression";
import type { Scope } from "./scope";
import { takeNumber } from "./sequences";
import type { ColumnDefault, TableColumn } from "./table-data";
import { columnsOf, rowsOf } from "./table-data";
import { integerValue, truth } from "./value";

/** Makes rows of one table complete, and refuses those that it cannot have. */
export class RowWriter {
  private readonly context: Context;
  private readonly table: CatalogObject;
  private readonly columns: readonly TableColumn[];
  private readonly checks: { name: string; condition: Expression }[];
  private readonly expressions = new Map<string, Expression>();

  constructor(context: Context, table: CatalogObject) {
    this.context = context;
    this.table = table;
    this.columns = columnsOf(table);
    this.checks = constraintsOf(table).flatMap(({ name, condition }) =>
      condition === undefined ? [] : [{ name, condition: parse(condition) }],
    );
  }

  /** A new row of given cells; the other columns get their defaults. */
  inserted(given: ReadonlyMap<TableColumn, Cell>): Cell[] {
    const row = this.columns.map((column) => given.get(column) ?? null);
    for (const [i, column] of this.columns.entries()) {
      if (!given.has(column) && column.expression === undefined) row[i] = this.default(column, row);
    }
    return this.completed(row);
  }

  /** What a column gets when nothing is given. */
  default(column: TableColumn, row: readonly Cell[]): Cell {
    if (column.identity) return this.counted(column, column.identity);
    if (!column.default) return null;
    return column.default.from ? this.computedDefault(column, column.default, row) : column.default.cell;
  }

  /** The row with its virtual columns; 100072 when a NULL is where none may be. */
  completed(row: Cell[]): Cell[] {
    for (const [i, column] of this.columns.entries()) {
      if (column.expression !== undefined) row[i] = this.evaluated(column, column.expression, row);
      if (row[i] === null && !column.nullable) {
        throw new SqlError("100072", "22000", "NULL result in a non-nullable column");
      }
    }
    for (const { name, condition } of this.checks) {
      if (truth(evaluate(condition, this.context, this.scopeOf(row))) !== false) continue;
      throw new SqlError("100072", "23514", `CHECK constraint '${name}' of table '${this.table.name}' is violated`);
    }
    return row;
  }

  /** Texts of defaults and conditions may name the table as it was once called. */
  private scopeOf(row: readonly Cell[]): Scope {
    return {
      column: (parts) => {
        const i = this.columns.findIndex(({ name }) => name === parts.at(-1));
        const column = this.columns[i];
        return column && { type: column.type, cell: row[i] ?? null };
      },
    };
  }

  private computedDefault(column: TableColumn, { text, from, sequence }: ColumnDefault, row: readonly Cell[]): Cell {
    const source = from === "sequence" ? this.context.catalog.lookup(sequence ?? -1) : undefined;
    if (source?.droppedOn === null) return assign(integerValue(takeNumber(source)), column);
    return this.evaluated(column, text, row);
  }

  private evaluated(column: TableColumn, text: string, row: readonly Cell[]): Cell {
    const expression = this.expressions.get(text) ?? parse(text);
    this.expressions.set(text, expression);
    return assign(evaluate(expression, this.context, this.scopeOf(row)), column);
  }

  private counted(column: TableColumn, { start, increment }: NonNullable<TableColumn["identity"]>): Cell {
    const numbers = { ...(this.table.properties["identities"] as Record<string, number> | undefined) };
    const next = numbers[column.name] ?? this.following(column, increment) ?? start;
    this.table.properties["identities"] = { ...numbers, [column.name]: next + increment };
    return assign(integerValue(next), column);
  }

  /** After a rename no number is known under the new name: the rows tell where it stood. */
  private following(column: TableColumn, increment: number): number | undefined {
    const i = this.columns.indexOf(column);
    const last = rowsOf(this.table).at(-1)?.[i];
    return last == null ? undefined : Number(last) + increment;
  }
}

function parse(text: string): Expression {
  const cursor = new Cursor(tokenize(text));
  const expression = readExpression(cursor);
  cursor.expectEnd();
  return expression;
}
