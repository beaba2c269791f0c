import { z } from "zod";
import { matching, object, positive, texts, word } from "./fields";

const condition = object("a condition", {
  metricCondition: object("a metric condition", {
    metricName: matching(/\S/, "the name of a metric"),
    labels: texts("labels").optional(),
    aggregationType: word("min", "max", "avg"),
    stabilizationPeriodSecs: positive,
    targetScaling: object("target scaling", { targetValue: z.number() }).optional(),
    stepScaling: object("step scaling", {
      adjustmentType: word("changeInstanceCount", "exactInstanceCount", "percentChangeInstanceCount"),
      scalingSteps: z
        .array(
          object("a step", {
            lowerBound: z.number().optional(),
            upperBound: z.number().optional(),
            targetAdjustment: z.number(),
          }),
        )
        .min(1, { error: "is empty; at least one step is needed" }),
    }).optional(),
  }),
});

const conditions = z.array(condition).min(1, { error: "is empty; at least one condition is needed" });

export const resourceManagement = object("resource management", {
  autoScalingPolicies: object("the scaling policies", {
    scaleUp: object("scaleUp", { anyConditions: conditions }).optional(),
    scaleDown: object("scaleDown", { allConditions: conditions }).optional(),
    suspend: object("suspend", { allConditions: conditions }).optional(),
  }).optional(),
});
