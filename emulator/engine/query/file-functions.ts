import type { CatalogObject } from "../catalog/object";
import { invalidParameterValue, unsupported } from "../sql-error";
import { storedContentOf } from "../stage/files";
import { parseStage, requireReader } from "../stage/location";
import type { Context } from "../statements/context";
import { pathOf } from "../statements/resolve";
import type { SqlFunctions } from "./sql-function";
import type { Value } from "./value";
import { textValue } from "./value";

const defaultSeconds = 3600;
const mostSeconds = 604_800;

/** Addresses of files on stages: https://docs.snowflake.com/en/sql-reference/functions-file */
export const fileFunctions: SqlFunctions = {
  GET_PRESIGNED_URL: {
    arity: [2, 3],
    call(context, [stage, path, seconds]) {
      const found = stageOf(context, stage, "GET_PRESIGNED_URL");
      const lifeSeconds = Number(seconds?.cell ?? defaultSeconds);
      if (!(Number.isInteger(lifeSeconds) && lifeSeconds >= 1 && lifeSeconds <= mostSeconds)) {
        throw invalidParameterValue(String(seconds?.cell), "expiration_time");
      }
      if (path?.cell == null) return textValue(null);
      return textValue(presigned(context, found, relative(path.cell), context.catalog.now() + lifeSeconds * 1000));
    },
  },
  BUILD_STAGE_FILE_URL: {
    arity: [2],
    call(context, [stage, path]) {
      const found = stageOf(context, stage, "BUILD_STAGE_FILE_URL");
      if (path?.cell == null) return textValue(null);
      const names = [...pathOf(context, found), relative(path.cell)].map(encodedPath);
      return textValue(`${accountAddress(context)}/api/files/${names.join("/")}`);
    },
  },
  BUILD_SCOPED_FILE_URL: {
    arity: [2, 3],
    call(context, [stage, path]) {
      const found = stageOf(context, stage, "BUILD_SCOPED_FILE_URL");
      if (path?.cell == null) return textValue(null);
      const whole = Buffer.from([...pathOf(context, found), relative(path.cell)].join("/")).toString("base64url");
      return textValue(`${accountAddress(context)}/api/files/${context.queryId}/${whole}`);
    },
  },
};

function stageOf(context: Context, argument: Value | undefined, doing: string): CatalogObject {
  return requireReader(context, { stage: parseStage(argument?.cell ?? ""), path: "" }, doing);
}

/** An address that the emulator itself serves; there need not be such a file. */
function presigned(context: Context, stage: CatalogObject, path: string, expiresOn: number): string {
  const { catalog, session, sharedFiles } = context;
  if (stage.properties["url"] !== null) {
    throw unsupported("GET_PRESIGNED_URL on external stages: the emulator has no cloud storage");
  }
  const { id } = stage;
  const read = () => {
    const present = catalog.everything().find((object) => object.id === id);
    return present && storedContentOf(present, path);
  };
  const token = sharedFiles.add({ path, expiresOn, read });
  const root = `${session.origin ?? accountAddress(context)}/files/${token}`;
  // Clients take folders of dots out of an address; the token alone says which file it is.
  return /(?:^|\/)\.\.?(?:\/|$)/.test(path) ? root : `${root}/${encodedPath(path)}`;
}

/** The address that the account would have; nobody answers there. */
function accountAddress({ account: { organization, name } }: Context): string {
  return `https://${`${organization}-${name}`.toLowerCase().replaceAll("_", "-")}.snowflakecomputing.com`;
}

function relative(path: string): string {
  return path.replace(/^\/+/, "");
}

function encodedPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
