import { atServiceMethod, parseServiceMethod } from "../container/service-methods";
import { changesAccount } from "../query/functions";
import { parseSelect } from "../query/select";
import { parseList } from "../stage/list";
import { parseGet } from "../stage/transfer-statements";
import type { Cursor } from "../syntax/cursor";
import { parseDescribeSearch } from "../table/search-optimization";
import { parseShowColumns } from "../table/show-columns";
import { keyStatements } from "../table/show-keys";
import { taskRunStatements } from "../task-run/statements";
import { parseAlter } from "./alter";
import { parseComment } from "./comment";
import type { Action, Kinds, Statement } from "./context";
import { parseCreate } from "./create";
import { parseDescribe } from "./describe";
import { parseDrop, parseUndrop } from "./drop";
import { parseGrant, parseRevoke } from "./grant";
import { sessionStatements } from "./session-statements";
import { parseShow } from "./show";
import { parseShowFutureGrants } from "./show-future-grants";
import { parseShowGrants } from "./show-grants";
import { showNone } from "./show-none";
import { parseShowObjects } from "./show-objects";
import { parseShowParameters } from "./show-parameters";
import { parseUse } from "./use";

/** A statement that was read, and whether it only reads. */
export interface Parsed {
  action: Action;
  reads: boolean;
}

const reading: readonly Statement[] = [
  { words: ["SHOW", "PARAMETERS"], parse: parseShowParameters },
  { words: ["SHOW", "GRANTS"], parse: parseShowGrants },
  { words: ["SHOW", "FUTURE", "GRANTS"], parse: parseShowFutureGrants },
  { words: ["SHOW", "OBJECTS"], parse: (cursor) => parseShowObjects(cursor, false) },
  { words: ["SHOW", "TERSE", "OBJECTS"], parse: (cursor) => parseShowObjects(cursor, true) },
  { words: ["SHOW", "COLUMNS"], parse: parseShowColumns },
  ...keyStatements,
  ...showNone,
  { words: ["SHOW"], parse: parseShow },
  { words: ["DESCRIBE", "SEARCH", "OPTIMIZATION"], parse: parseDescribeSearch },
  { words: ["DESC", "SEARCH", "OPTIMIZATION"], parse: parseDescribeSearch },
  { words: ["LIST"], parse: parseList },
  { words: ["LS"], parse: parseList },
  { words: ["GET"], parse: parseGet },
  { words: ["DESCRIBE"], parse: parseDescribe },
  { words: ["DESC"], parse: parseDescribe },
];

const changing: readonly Statement[] = [
  ...taskRunStatements,
  ...sessionStatements,
  { words: ["CREATE"], parse: parseCreate },
  { words: ["ALTER"], parse: parseAlter },
  { words: ["DROP"], parse: parseDrop },
  { words: ["UNDROP"], parse: parseUndrop },
  { words: ["COMMENT"], parse: parseComment },
  { words: ["GRANT"], parse: parseGrant },
  { words: ["REVOKE"], parse: parseRevoke },
  { words: ["USE"], parse: parseUse },
];

/** Reads one whole statement; the more words a rule begins with, the earlier it is tried. */
export function parseStatement(cursor: Cursor, kinds: Kinds): Parsed {
  if (cursor.accept("SELECT")) {
    if (atServiceMethod(cursor)) return { action: parseServiceMethod(cursor), reads: false };
    const reads = !callsChange(cursor);
    return { action: parseSelect(cursor), reads };
  }
  const ownReading = kinds.all.flatMap((kind) => kind.reading ?? []);
  for (const { words, parse } of [...ownReading, ...reading]) {
    if (cursor.accept(...words)) return { action: parse(cursor, kinds), reads: true };
  }
  const own = kinds.all.flatMap((kind) => kind.statements ?? []);
  for (const { words, parse } of [...own, ...changing]) {
    if (cursor.accept(...words)) return { action: parse(cursor, kinds), reads: false };
  }
  return cursor.unexpected();
}

/** Whether a function stands in a statement that changes the account. */
function callsChange(cursor: Cursor): boolean {
  for (let distance = 0; cursor.ahead(distance).kind !== "end"; distance += 1) {
    const { kind, value } = cursor.ahead(distance);
    if (kind === "word" && changesAccount(value)) return true;
  }
  return false;
}
