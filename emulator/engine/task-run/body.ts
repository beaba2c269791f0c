import type { CatalogObject } from "../catalog/object";
import { runBlock } from "../procedure/sql-body";
import type { Session } from "../session";
import { anyBinding } from "../syntax/bindings";
import { tokenize } from "../syntax/lexer";
import { taskOf } from "../task/record";
import type { TaskStatements } from "./run-task";

/** Runs the body of a task: a statement, or a block of Snowflake Scripting as far as procedures can have one. */
export function runBody(statements: TaskStatements, session: Session, body: string, queryId: string): void {
  if (!isBlock(body)) {
    statements.execute(session, body, queryId);
    return;
  }
  const { run } = statements.context(session);
  runBlock({ definition: { args: [], body } }, [], (text, bindings) => run(text, { bindings }));
}

/** Whether a task has JavaScript in its body, which has to be loaded before it can be run. */
export function hasJavaScript(object: CatalogObject): boolean {
  return object.kind === "TASK" && /\bJAVASCRIPT\b/i.test(taskOf(object).definition);
}

/** Whether a body is a block; BEGIN may begin a transaction, too. */
function isBlock(body: string): boolean {
  const [first, second] = tokenize(body, anyBinding);
  if (first?.kind !== "word") return false;
  if (first.value !== "BEGIN") return first.value === "DECLARE";
  return second?.kind !== "end" && !["TRANSACTION", "WORK", "NAME", ";"].includes(second?.value ?? "");
}
