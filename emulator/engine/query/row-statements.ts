import type { Statement } from "../statements/context";
import { parseInsert } from "./insert";

/** The statements that change the rows of a table. */
export const rowStatements: readonly Statement[] = [{ words: ["INSERT"], parse: parseInsert }];
