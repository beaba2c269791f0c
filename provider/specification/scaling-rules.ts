import type { Finding } from "./issues";
import type { Path } from "./place";
import { fieldsOf, itemsOf } from "./reading";

/** Each condition scales in one way, and one that suspends has no steps. */
export function scalingFindings(resourceManagement: unknown, path: Path): readonly Finding[] {
  const policies = fieldsOf(fieldsOf(resourceManagement)["autoScalingPolicies"]);
  return Object.entries({ scaleUp: "anyConditions", scaleDown: "allConditions", suspend: "allConditions" }).flatMap(
    ([policy, list]) =>
      itemsOf(fieldsOf(policies[policy])[list]).flatMap((one, index) =>
        conditionFindings(fieldsOf(one)["metricCondition"], policy, [
          ...path,
          "autoScalingPolicies",
          policy,
          list,
          index,
          "metricCondition",
        ]),
      ),
  );
}

function conditionFindings(condition: unknown, policy: string, path: Path): readonly Finding[] {
  if (typeof condition !== "object" || condition === null) return [];
  const { targetScaling, stepScaling } = fieldsOf(condition);
  if (policy === "suspend" && stepScaling !== undefined) {
    return [{ path: [...path, "stepScaling"], message: "is not for suspend; write targetScaling" }];
  }
  if ((targetScaling === undefined) === (stepScaling === undefined)) {
    return [{ path, message: "needs one of targetScaling and stepScaling" }];
  }
  return itemsOf(fieldsOf(stepScaling)["scalingSteps"]).flatMap((step, index) => {
    const { lowerBound, upperBound } = fieldsOf(step);
    const place = [...path, "stepScaling", "scalingSteps", index];
    if (typeof step !== "object" || step === null) return [];
    if (lowerBound === undefined && upperBound === undefined)
      return [{ path: place, message: "needs lowerBound or upperBound" }];
    if (typeof lowerBound !== "number" || typeof upperBound !== "number" || lowerBound < upperBound) return [];
    return [{ path: place, message: `has lowerBound ${lowerBound}, which is not below upperBound ${upperBound}` }];
  });
}
