/**
 * Rules by which Snowflake changes the number of instances between MIN_INSTANCES and MAX_INSTANCES, or suspends the service.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/scaling-services
 */
export interface ResourceManagement {
  /** At most one rule of each kind. */
  readonly autoScalingPolicies?:
    | {
        /** More instances when any of the conditions holds. */
        readonly scaleUp?:
          | {
              /** One of them is enough. */
              readonly anyConditions: readonly ScalingCondition[];
            }
          | undefined;
        /** Fewer instances when all of the conditions hold. */
        readonly scaleDown?:
          | {
              /** It takes all of them. */
              readonly allConditions: readonly ScalingCondition[];
            }
          | undefined;
        /** The service is suspended when all of the conditions hold; they take no `stepScaling`. */
        readonly suspend?:
          | {
              /** It takes all of them. */
              readonly allConditions: readonly ScalingCondition[];
            }
          | undefined;
      }
    | undefined;
}

/** A condition of a scaling rule. */
export interface ScalingCondition {
  /** The metric, and what follows from its values. */
  readonly metricCondition: MetricCondition;
}

/** A metric, and what follows from its values: `targetScaling` or `stepScaling`. */
export interface MetricCondition {
  /** A metric of Snowflake's (`container.cpu.usage`, `network.ingress.cps`) or one that the service emits. */
  readonly metricName: string;
  /** Only values with these attributes count: `{ "snow.endpoint.name": "ui" }`. */
  readonly labels?: Readonly<Record<string, string | undefined>> | undefined;
  /** How the values of several instances become one. */
  readonly aggregationType: "min" | "max" | "avg";
  /** Seconds for which the condition must hold. */
  readonly stabilizationPeriodSecs: number;
  /** As many instances as bring the metric to a value. */
  readonly targetScaling?:
    | {
        /** The value of the metric that is aimed at. */
        readonly targetValue: number;
      }
    | undefined;
  /** A number of instances for each range of values. */
  readonly stepScaling?: StepScaling | undefined;
}

/** A number of instances for each range of values. */
export interface StepScaling {
  /** What `targetAdjustment` is: how many more or fewer, how many in all, or how many percent more or fewer. */
  readonly adjustmentType: "changeInstanceCount" | "exactInstanceCount" | "percentChangeInstanceCount";
  /** At least one range. */
  readonly scalingSteps: readonly ScalingStep[];
}

/** A range of values of the metric. */
export interface ScalingStep {
  /** From this value of the metric. */
  readonly lowerBound?: number | undefined;
  /** Up to this value, above `lowerBound`. */
  readonly upperBound?: number | undefined;
  /** Instances or percent, as `adjustmentType` says. */
  readonly targetAdjustment: number;
}
