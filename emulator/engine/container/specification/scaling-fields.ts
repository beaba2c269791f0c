import type { Field } from "./fields";
import { list, mapping, number, refuse, table, text, word } from "./fields";

const steps = mapping(
  {
    adjustmentType: word("changeInstanceCount", "exactInstanceCount", "percentChangeInstanceCount"),
    scalingSteps: list(mapping({ lowerBound: number, upperBound: number, targetAdjustment: number })),
  },
  { required: ["adjustmentType", "scalingSteps"] },
);

const metric = mapping(
  {
    metricName: text(),
    labels: table(text(), () => true),
    aggregationType: word("min", "max", "avg"),
    stabilizationPeriodSecs: number,
    targetScaling: mapping({ targetValue: number }, { required: ["targetValue"] }),
    stepScaling: steps,
  },
  { required: ["metricName", "aggregationType"] },
);

/** One of `spec.resourceManagement.autoScalingPolicies`; a service cannot be suspended in steps. */
export function policy(conditions: string, { hasSteps }: { hasSteps: boolean }): Field {
  const metricCondition: Field = (value, place) => {
    const checked = metric(value, place) as Record<string, unknown>;
    const isSteps = checked["stepScaling"] !== undefined;
    if (isSteps === (checked["targetScaling"] !== undefined)) {
      refuse(place, "It must have either targetScaling or stepScaling");
    }
    if (isSteps && !hasSteps) refuse(place, "suspend takes targetScaling only");
    return checked as ReturnType<Field>;
  };
  const condition = mapping({ metricCondition }, { required: ["metricCondition"] });
  return mapping({ [conditions]: list(condition) }, { required: [conditions] });
}
