import { unsupported } from "../sql-error";
import { directoryOf } from "../stage/directory";
import type { Location } from "../stage/location";
import { readLocation, requireReader } from "../stage/location";
import type { Context } from "../statements/context";
import { pathOf } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import type { DataType } from "./data-type";
import { integerType, textType } from "./data-type";
import { timestampTzType } from "./function-types";
import type { OpenQuery, Source } from "./scope";
import { requireWarehouse } from "./warehouse";

const columns: readonly [string, DataType][] = [
  ["RELATIVE_PATH", textType],
  ["SIZE", integerType],
  ["LAST_MODIFIED", timestampTzType],
  ["MD5", textType],
  ["ETAG", textType],
  ["FILE_URL", textType],
];

/** Reads `DIRECTORY(@stage)`: https://docs.snowflake.com/en/user-guide/data-load-dirtables-query */
export function readDirectory(cursor: Cursor): OpenQuery {
  cursor.expect("DIRECTORY");
  cursor.expectSymbol("(");
  const token = cursor.token;
  const location = readLocation(cursor);
  if (location.path !== "") cursor.unexpected(token);
  cursor.expectSymbol(")");
  return (context) => listed(context, location);
}

function listed(context: Context, location: Location): Source {
  requireWarehouse(context);
  const stage = requireReader(context, location, "SELECT");
  const { enable, files } = directoryOf(stage);
  if (!enable) throw unsupported("DIRECTORY of a stage without a directory table");
  const { organization, name } = context.account;
  const host = `${organization}-${name}`.toLowerCase().replaceAll("_", "-");
  const root = `https://${host}.snowflakecomputing.com/api/files/${pathOf(context, stage).join("/")}`;
  return {
    columns: columns.map(([name, type]) => ({ name, type, nullable: true })),
    rows: files.map(({ path, size, md5, modifiedOn }) => {
      const modified = `${(modifiedOn / 1000).toFixed(3)}000000 1440`;
      return [path, String(size), modified, md5, md5, `${root}/${encodeURIComponent(path)}`];
    }),
  };
}
