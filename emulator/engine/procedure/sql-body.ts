import type { Value } from "../query/value";
import { nullValue, textValue } from "../query/value";
import type { StatementResult } from "../result";
import type { Binding } from "../session";
import { compilationError, SqlError } from "../sql-error";
import { tokenize } from "../syntax/lexer";
import type { Outcome, RunInBody } from "./callable";
import type { Definition } from "./definition";
import type { Step } from "./sql-steps";
import { stepsOf } from "./sql-steps";
import { bindingOf, valueIn, withMarks } from "./variables";

/** A value, or the rows of a RESULTSET. */
type Variable = Value | { table: Pick<StatementResult, "columns" | "rows"> };

/** A procedure as far as a body in SQL needs it. */
interface Body {
  definition: Pick<Definition, "args" | "body">;
}

/** Runs a body in SQL; without a RETURN the answer is NULL. */
export function runBlock({ definition }: Body, values: readonly Value[], run: RunInBody): Outcome {
  const variables = new Map<string, Variable>();
  for (const [i, { name }] of definition.args.entries()) variables.set(name, values[i] ?? nullValue);
  const block = new Block(variables, run);
  for (const step of stepsOf(definition.body ?? "")) {
    const outcome = block.take(step);
    if (outcome) return outcome;
  }
  return { value: nullValue };
}

/** The variables of a block, and what its steps do with them. */
class Block {
  private readonly variables: Map<string, Variable>;
  private readonly run: RunInBody;

  constructor(variables: Map<string, Variable>, run: RunInBody) {
    this.variables = variables;
    this.run = run;
  }

  /** Takes one step; answers what the block returns, once it does. */
  take(step: Step): Outcome | undefined {
    try {
      return this.carryOut(step);
    } catch (error) {
      throw error instanceof SqlError ? uncaught(error, step) : error;
    }
  }

  private carryOut({ action, variable = "", text, isTable }: Step): Outcome | undefined {
    switch (action) {
      case "declare":
        this.variables.set(variable, isTable ? this.table(text) : text === "" ? nullValue : this.value(text));
        return undefined;
      case "assign":
        this.variables.set(variable, "table" in this.known(variable) ? this.table(text) : this.value(text));
        return undefined;
      case "immediate":
        this.statement(this.value(text).cell ?? "");
        return undefined;
      case "statement":
        this.statement(text);
        return undefined;
      case "return":
        return { value: text === "" ? nullValue : this.value(text) };
      case "returnTable": {
        const found = this.known(variable);
        if ("table" in found) return found;
        throw unknownVariable(variable);
      }
    }
  }

  private known(name: string): Variable {
    const found = this.variables.get(name);
    if (found) return found;
    throw unknownVariable(name);
  }

  /** The rows of `(SELECT …)`; a RESULTSET without a query has none. */
  private table(text: string): Variable {
    return { table: text === "" ? { columns: [], rows: [] } : this.statement(text.replace(/^\(([\s\S]*)\)$/, "$1")) };
  }

  private value(text: string): Value {
    const marked = withMarks(text, tokenize(text), (name) => this.variables.has(name));
    const { columns, rows } = this.statement(`SELECT ${marked}`);
    const [column] = columns;
    return column ? valueIn(column, rows[0]?.[0] ?? null) : textValue(null);
  }

  private statement(text: string): StatementResult {
    const bindings: Record<string, Binding> = {};
    for (const { kind, value } of tokenize(text)) {
      const found = kind === "unbound" ? this.variables.get(value.toUpperCase()) : undefined;
      if (found && "cell" in found) bindings[value] = bindingOf(found);
    }
    return this.run(text, bindings).result;
  }
}

/** The error of a statement keeps its code, and says where in the body it stands. */
function uncaught({ code, sqlState, message }: SqlError, { action, line, position }: Step): SqlError {
  const type = ["statement", "immediate"].includes(action) ? "STATEMENT_ERROR" : "EXPRESSION_ERROR";
  const at = `Uncaught exception of type '${type}' on line ${line} at position ${position} : `;
  return new SqlError(code, sqlState, at + message);
}

function unknownVariable(name: string): SqlError {
  return compilationError("000904", "42000", `invalid identifier '${name}'`);
}
