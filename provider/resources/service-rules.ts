import { type Rule, rule } from "../resource/definition";
import { plainNames } from "./plain-names";
import { dataVolumes, hasPublicEndpoint } from "./service-spec-forms";

/** What Snowflake would refuse, or would never come about, said before anything is sent. */
export const serviceRules: readonly Rule[] = [
  plainNames("Services", ["database", "schema", "name"]),
  rule(["computePool"], ({ computePool }) =>
    typeof computePool === "string" && computePool.startsWith('"')
      ? `${JSON.stringify(computePool)} is the name of no compute pool: they have only names without quotes, of letters, digits, _ and $`
      : undefined,
  ),
  rule(["computePool"], ({ computePool }) =>
    computePool === undefined ? "is missing: a Service needs a computePool" : undefined,
  ),
  rule(["spec"], ({ spec }) =>
    spec === undefined
      ? "is missing: a Service needs a spec: an object or YAML with its containers, { stage, file }, or { template, values }"
      : undefined,
  ),
  rule(["maxInstances", "minInstances"], ({ maxInstances: most, minInstances: least = 1 }) =>
    typeof most === "number" && typeof least === "number" && least > most
      ? `${most} is less than minInstances, which is ${least}; raise the one or lower the other`
      : undefined,
  ),
  rule(["maxInstances", "minInstances", "spec"], ({ maxInstances: most, minInstances: least = 1, spec }) =>
    typeof most === "number" && most !== least && dataVolumes(spec).length > 0
      ? `${most} is not minInstances, which is ${least}: with the block volume ${dataVolumes(spec)[0]} it has as many instances as it is made with; leave one of them out`
      : undefined,
  ),
  rule(["minReadyInstances", "minInstances"], ({ minReadyInstances: ready, minInstances: least = 1 }) =>
    typeof ready === "number" && typeof least === "number" && ready > least
      ? `${ready} is more than minInstances, which is ${least}; lower the one or raise the other`
      : undefined,
  ),
  rule(["autoSuspendSecs", "spec"], ({ autoSuspendSecs: seconds, spec }) =>
    typeof seconds === "number" && seconds > 0 && hasPublicEndpoint(spec) === true
      ? `${seconds} does not go with a public endpoint: Snowflake does not see its requests, so it suspends no service that has one; take one of them out`
      : undefined,
  ),
  rule(["waitFor", "spec"], ({ waitFor, spec }) =>
    waitFor === "endpoints" && hasPublicEndpoint(spec) === false
      ? '"endpoints" waits for addresses of public endpoints, and spec has none; use "ready", or make one public'
      : undefined,
  ),
];
