import { inherited, rolesGrantedTo } from "../catalog/access";
import { accountId } from "../catalog/catalog";
import { compilationError } from "../sql-error";
import type { Context } from "../statements/context";
import { parseName } from "../syntax/cursor";
import type { Token } from "../syntax/lexer";
import { enableDependents } from "../task/dependents";
import { computePoolFunctions } from "./compute-pool-functions";
import { conversionFunctions } from "./conversion-functions";
import { fileFunctions } from "./file-functions";
import { jsonFunctions } from "./json-functions";
import { scalarFunctions } from "./scalar-functions";
import { serviceFunctions } from "./service-functions";
import type { SqlFunction } from "./sql-function";
import { taggedObject, tagsOf } from "./tag-references";
import { taskFunctions } from "./task-functions";
import { timeFunctions } from "./time-functions";
import type { Value } from "./value";
import { booleanValue, textValue } from "./value";

/** Version that the emulator answers as Snowflake's. */
const version = "9.99.0";

const functions: Record<string, SqlFunction> = {
  ...conversionFunctions,
  ...fileFunctions,
  ...jsonFunctions,
  ...scalarFunctions,
  ...timeFunctions,
  ...taskFunctions,
  ...computePoolFunctions,
  ...serviceFunctions,
  CURRENT_ACCOUNT: plain(({ account }) => account.name),
  CURRENT_ACCOUNT_NAME: plain(({ account }) => account.name),
  CURRENT_ORGANIZATION_NAME: plain(({ account }) => account.organization),
  CURRENT_REGION: plain(({ account }) => account.region),
  CURRENT_VERSION: plain(() => version),
  CURRENT_CLIENT: plain(() => "snowflake-emulator"),
  CURRENT_ROLE: plain(({ session }) => session.role),
  CURRENT_ROLE_TYPE: plain(() => "ROLE"),
  CURRENT_USER: plain(({ session }) => session.user),
  CURRENT_DATABASE: plain((context) => currentDatabase(context)?.name ?? null),
  CURRENT_SCHEMA: plain((context) => {
    const database = currentDatabase(context);
    const { schema } = context.session;
    return database && schema !== null ? (context.catalog.find(database.id, "SCHEMA", schema)?.name ?? null) : null;
  }),
  CURRENT_WAREHOUSE: plain(({ session, catalog }) =>
    session.warehouse === null ? null : (catalog.find(accountId, "WAREHOUSE", session.warehouse)?.name ?? null),
  ),
  CURRENT_SESSION: plain(({ session }) => String(session.id)),
  LAST_QUERY_ID: plain(({ session }) => session.lastQueryId),
  CURRENT_AVAILABLE_ROLES: plain(availableRoles),
  CURRENT_SECONDARY_ROLES: plain(({ session }) => {
    const all = session.secondaryRoles === "ALL";
    return JSON.stringify({ roles: "", value: all ? "ALL" : "" });
  }),
  IS_ROLE_IN_SESSION: {
    arity: [1],
    call({ catalog, access }, [name]) {
      const role = name?.cell == null ? undefined : catalog.find(accountId, "ROLE", name.cell);
      return booleanValue(role !== undefined && access.all.has(role.id));
    },
  },
  SYSTEM$TASK_DEPENDENTS_ENABLE: {
    arity: [1],
    changes: true,
    call(context, [name]) {
      enableDependents(context, name?.cell ?? "");
      return booleanValue(true);
    },
  },
  SYSTEM$GET_TAG: {
    arity: [3],
    call(context, [tag, object, domain]) {
      const path = parseName(tag?.cell ?? "", 3).parts;
      const target = taggedObject(context, object?.cell ?? "", domain?.cell ?? "");
      const found = tagsOf(context, target).find(({ tag }) =>
        path.every((part, i) => tag[tag.length - path.length + i] === part),
      );
      return textValue(found?.value ?? null);
    },
  },
};

/** Whether calling a function changes the account. */
export function changesAccount(name: string): boolean {
  return Object.hasOwn(functions, name) && functions[name]?.changes === true;
}

/** The value of a scalar function. */
export function callFunction(context: Context, name: string, args: readonly Value[], token: Token): Value {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found) throw compilationError("002140", "42601", `Unknown function ${name}`);
  const [least, most = least] = found.arity;
  if (args.length < least || args.length > most) {
    const few = args.length < least;
    throw compilationError(
      few ? "000938" : "000939",
      "22023",
      `error line ${token.line} at position ${token.position}\n${few ? "not enough" : "too many"} arguments for function [${name}] expected ${few ? least : most}, got ${args.length}`,
    );
  }
  return found.call(context, args);
}

/** The database that the session uses, unless another session has dropped or renamed it. */
function currentDatabase({ session, catalog }: Context) {
  return session.database === null ? undefined : catalog.find(accountId, "DATABASE", session.database);
}

function plain(value: (context: Context) => string | null): SqlFunction {
  return { arity: [0], call: (context: Context) => textValue(value(context)) };
}

function availableRoles({ catalog, session }: Context): string {
  const user = catalog.find(accountId, "USER", session.user);
  const roles = user ? [...inherited(catalog, rolesGrantedTo(catalog, user.id))] : [];
  const ofAccount = roles.map((id) => catalog.get(id)).filter(({ kind }) => kind === "ROLE");
  const names = new Set([...ofAccount.map(({ name }) => name), session.role, "PUBLIC"]);
  return JSON.stringify([...names].sort());
}
