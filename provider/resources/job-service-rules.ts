import { type Rule, rule } from "../resource/definition";
import { plainNames } from "./plain-names";

/** What Snowflake would refuse, said before anything is sent. */
export const jobServiceRules: readonly Rule[] = [
  plainNames("Jobs", ["database", "schema", "name"]),
  rule(["computePool"], ({ computePool }) =>
    computePool === undefined ? "is missing: a JobService needs a computePool" : undefined,
  ),
  rule(["spec"], ({ spec }) =>
    spec === undefined
      ? "is missing: a JobService needs a spec: an object or YAML with its containers, { stage, file }, or { template, values }"
      : undefined,
  ),
];
