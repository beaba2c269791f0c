import type { CatalogObject } from "../catalog/object";
import { logOf } from "../container/container-log";
import { NotYet } from "../container/not-yet";
import { cancel, timedOut } from "../container/service-calls";
import { dnsDomain } from "../container/service-columns";
import type { ContainerFacts } from "../container/service-state";
import { containersOf, requireLiving, statusOf } from "../container/service-state";
import { isoTime } from "../container/show-in-service";
import { invalidParameterValue, missing, SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { requireObject } from "../statements/resolve";
import { parseName } from "../syntax/cursor";
import type { SqlFunctions } from "./sql-function";
import type { Value } from "./value";
import { textValue, truth } from "./value";

const any = Number.POSITIVE_INFINITY;

/** Functions that tell of services and jobs. */
export const serviceFunctions: SqlFunctions = {
  SYSTEM$GET_SERVICE_STATUS: {
    arity: [1, 2],
    call(context, [name, timeout]) {
      const service = monitored(context, name);
      const until = context.askedOn + secondsOf(timeout, "timeout_secs") * 1000;
      const isSteady = !/^(?:PENDING|SUSPENDING|CANCELLING)$/.test(statusOf(context, service));
      if (!isSteady && context.mayWait && context.catalog.now() < until) throw new NotYet(until);
      return textValue(
        JSON.stringify(containersOf(requireLiving(context, service)).map((facts) => shown(service, facts))),
      );
    },
  },
  SYSTEM$GET_SERVICE_LOGS: {
    arity: [3, 7],
    call(context, [name, instance, container, lines, previous]) {
      const service = monitored(context, name);
      const found = containersOf(requireLiving(context, service)).find(
        (facts) => String(facts.instance.id) === instance?.cell && facts.plan.name === container?.cell,
      );
      if (!found) throw missing("Container", `${container?.cell} of instance ${instance?.cell}`);
      const wanted = {
        now: context.catalog.now(),
        lines: lines?.cell == null ? null : Number(lines.cell),
        previous: previous !== undefined && truth(previous) === true,
      };
      if (wanted.previous && found.state.restartCount === 0) throw neverRestarted(found.plan.name);
      return textValue(logOf(found, wanted));
    },
  },
  SYSTEM$GET_SERVICE_DNS_DOMAIN: {
    arity: [1],
    call(context, [name]) {
      const kind = context.kinds.get("SCHEMA");
      const schema = requireObject(context, kind, parseName(name?.cell ?? "", 2), "SYSTEM$GET_SERVICE_DNS_DOMAIN");
      context.access.require(schema, "USAGE");
      return textValue(dnsDomain(schema));
    },
  },
  SYSTEM$WAIT_FOR_SERVICES: {
    arity: [2, any],
    call(context, [seconds, ...names]) {
      const services = names.map((name) => monitored(context, name));
      const until = context.askedOn + secondsOf(seconds, "seconds_to_pause") * 1000;
      const statuses = services.map((service) => statusOf(context, service));
      const failed = services.find((_service, i) => statuses[i] === "FAILED");
      if (failed) throw timedOut(`Service ${failed.name} has failed.`);
      const isReady = services.every((service, i) => isSettled(context, service, statuses[i] ?? ""));
      if (isReady) return textValue("OK");
      if (context.mayWait && context.catalog.now() < until) throw new NotYet(until);
      throw timedOut(`Services are not ready after ${seconds?.cell} seconds.`);
    },
  },
  SYSTEM$CANCEL_JOB: {
    arity: [1],
    changes: true,
    call(context, [name]) {
      const kind = context.kinds.get("SERVICE");
      return textValue(
        cancel(context, requireObject(context, kind, parseName(name?.cell ?? "", 3), "SYSTEM$CANCEL_JOB")),
      );
    },
  },
};

function isSettled(context: Context, service: CatalogObject, status: string): boolean {
  return status === "DONE" || (status === "RUNNING" && !requireLiving(context, service).run.isUpgrading);
}

function monitored(context: Context, name: Value | undefined): CatalogObject {
  const kind = context.kinds.get("SERVICE");
  const service = requireObject(context, kind, parseName(name?.cell ?? "", 3), "SYSTEM$GET_SERVICE_STATUS");
  context.access.require(service, "MONITOR");
  return service;
}

function secondsOf(value: Value | undefined, parameter: string): number {
  const seconds = Number(value?.cell ?? 0);
  if (seconds >= 0 && seconds < 1e9) return seconds;
  throw invalidParameterValue(String(value?.cell), parameter);
}

function shown({ name }: CatalogObject, { instance, plan, state }: ContainerFacts) {
  return {
    status: state.status,
    message: state.message,
    containerName: plan.name,
    instanceId: String(instance.id),
    serviceName: name,
    image: plan.image,
    restartCount: state.restartCount,
    startTime: isoTime(state.startedOn) ?? "",
  };
}

/** No source has the code or the text of this error. */
function neverRestarted(name: string): SqlError {
  return new SqlError("000002", "22000", `There are no previous logs of container ${name}: it was never restarted.`);
}
