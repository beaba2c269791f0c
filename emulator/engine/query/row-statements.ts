import type { Statement } from "../statements/context";
import { parseDelete } from "./delete";
import { parseInsert } from "./insert";
import { parseTruncate } from "./truncate";
import { parseUpdate } from "./update";

/** The statements that change the rows of a table. */
export const rowStatements: readonly Statement[] = [
  { words: ["INSERT"], parse: parseInsert },
  { words: ["UPDATE"], parse: parseUpdate },
  { words: ["DELETE"], parse: parseDelete },
  { words: ["TRUNCATE"], parse: parseTruncate },
];
