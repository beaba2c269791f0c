import type { Statement } from "../statements/context";
import { parseExecuteTask } from "./execute-task";

/** Statements that run tasks. */
export const taskRunStatements: readonly Statement[] = [{ words: ["EXECUTE", "TASK"], parse: parseExecuteTask }];
