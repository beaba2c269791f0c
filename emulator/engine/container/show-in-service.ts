import type { CatalogObject } from "../catalog/object";
import type { Cell, ResultColumn, StatementResult } from "../result";
import { fixed, statementTypes, text, timestampCell, timestampLtz } from "../result";
import type { Action, Context, Statement } from "../statements/context";
import { pathOf, requireObject } from "../statements/resolve";
import type { Cursor } from "../syntax/cursor";
import { endpointRows } from "./endpoints";
import { serviceRolesOf } from "./service-roles";
import type { ContainerFacts, InstanceFacts } from "./service-state";
import { containersOf, instancesOf, requireLiving, statusOf } from "./service-state";

/** SHOW … IN SERVICE. */
export const showInService: readonly Statement[] = [
  showing(["SERVICE", "INSTANCES"], ["MONITOR"], instances),
  showing(["SERVICE", "CONTAINERS"], ["MONITOR"], containers),
  showing(["ENDPOINTS"], ["USAGE"], endpoints),
  showing(["ROLES"], ["USAGE"], roles),
];

type Show = (context: Context, service: CatalogObject) => Pick<StatementResult, "columns" | "rows">;

function showing(words: readonly string[], privileges: readonly string[], show: Show): Statement {
  const parse = (cursor: Cursor): Action => {
    const name = cursor.name(3);
    cursor.expectEnd();
    return (context) => {
      const doing = `SHOW ${words.join(" ")}`;
      const service = requireObject(context, context.kinds.get("SERVICE"), name, doing);
      context.access.require(service, ...privileges);
      return { ...show(context, service), statementTypeId: statementTypes.show };
    };
  };
  return { words: ["SHOW", ...words, "IN", "SERVICE"], parse };
}

const heads = ["database_name", "schema_name", "service_name", "service_status"].map((name) => text(name));

const instanceColumns: ResultColumn[] = [
  ...heads,
  ...["instance_id", "status", "spec_digest", "creation_time", "start_time", "ip_address"].map((name) => text(name)),
];

function instances(context: Context, service: CatalogObject) {
  const head = headOf(context, service);
  const rows = instancesOf(requireLiving(context, service)).map(({ instance, status }): Cell[] => [
    ...head,
    String(instance.id),
    status,
    instance.revision.digest,
    isoTime(instance.createdOn),
    startTime(context, instance.startsOn),
    address(service, instance),
  ]);
  return { columns: instanceColumns, rows };
}

const containerColumns: ResultColumn[] = [
  ...heads,
  ...["instance_id", "instance_status", "container_name", "status", "message", "image_name", "image_digest"].map(
    (name) => text(name),
  ),
  fixed("restart_count"),
  text("start_time"),
  fixed("last_exit_code"),
  text("last_restart_time"),
];

function containers(context: Context, service: CatalogObject) {
  const head = headOf(context, service);
  const rows = containersOf(requireLiving(context, service)).map((facts) => [...head, ...containerCells(facts)]);
  const nothing: Cell[] = containerColumns.slice(heads.length).map(() => null);
  return { columns: containerColumns, rows: rows.length > 0 ? rows : [[...head, ...nothing]] };
}

function containerCells({ instance, status, plan, state }: ContainerFacts): Cell[] {
  return [
    String(instance.id),
    status,
    plan.name,
    state.status,
    state.message,
    plan.image,
    plan.digest,
    String(state.restartCount),
    isoTime(state.startedOn),
    state.lastExitCode === null ? null : String(state.lastExitCode),
    isoTime(state.lastRestartOn),
  ];
}

function endpoints(context: Context, service: CatalogObject) {
  const columns = [
    text("name"),
    fixed("port"),
    ...["port_range", "protocol", "is_public", "ingress_url"].map((name) => text(name)),
  ];
  return { columns, rows: endpointRows(context, service) };
}

function roles(_context: Context, service: CatalogObject) {
  const columns = [timestampLtz("created_on"), text("name"), text("comment")];
  const rows = serviceRolesOf(service).map((name): Cell[] => [timestampCell(service.createdOn), name, null]);
  return { columns, rows };
}

function headOf(context: Context, service: CatalogObject): Cell[] {
  return [...pathOf(context, service), statusOf(context, service)];
}

function startTime({ catalog }: Context, startsOn: number | null): Cell {
  return startsOn !== null && startsOn <= catalog.now() ? isoTime(startsOn) : null;
}

/** To the second, as text. */
export function isoTime(time: number | null): Cell {
  return time === null ? null : new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** An address that no other instance has. */
function address(service: CatalogObject, { id, node }: InstanceFacts["instance"]): Cell {
  if (node === null) return null;
  const number = service.id * 37 + id;
  return `10.${244 + (Math.floor(number / 62_500) % 12)}.${Math.floor(number / 250) % 250}.${(number % 250) + 2}`;
}
