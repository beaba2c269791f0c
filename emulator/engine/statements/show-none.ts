import { statementTypes, text, timestampLtz } from "../result";
import type { Cursor } from "../syntax/cursor";
import type { Action } from "./context";
import { objectsIn, readScope } from "./show";
import { readLike, readPaging } from "./show-clauses";

/** Kinds that stand in schemas and that the emulator cannot create: there are never any. */
const absent = ["USER FUNCTIONS", "STREAMS", "PIPES"];

const columns = [
  timestampLtz("created_on"),
  ...["name", "database_name", "schema_name", "owner", "comment"].map((name) => text(name)),
];

/** SHOW of kinds that there are none of, for clients that look whether a schema is empty. */
export const showNone = absent.map((plural) => ({
  words: ["SHOW", ...plural.split(" ")],
  parse: (cursor: Cursor): Action => {
    readLike(cursor);
    const scope = readScope(cursor, "SCHEMA");
    readPaging(cursor);
    cursor.expectEnd();
    return (context) => {
      // A container that is missing is an error all the same.
      objectsIn(context, [], "SCHEMA", scope);
      return { columns, rows: [], statementTypeId: statementTypes.show };
    };
  },
}));
