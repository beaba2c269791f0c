export { withoutAdded } from "./added";
export { blockVolumes, fixedOfBlockVolumes } from "./block-volumes";
export { canonicalSpecification, equalSpecification } from "./canonical";
export type {
  Container,
  ContainerResources,
  ContainerSecret,
  LivenessProbe,
  ReadinessProbe,
  ResourceAmounts,
  SecretObject,
  SessionTokenConfig,
  VolumeMount,
} from "./container-specification";
export { type Difference, differences } from "./differences";
export { withHiddenEnv } from "./hidden-env";
export { type ParsedSpecification, type ParseOptions, parseSpecification, type SpecificationProblem } from "./parse";
export { printJson, printYaml } from "./print";
export { reportedSpecification } from "./reported";
export type {
  MetricCondition,
  ResourceManagement,
  ScalingCondition,
  ScalingStep,
  StepScaling,
} from "./scaling-specification";
export { specificationSchema } from "./schema";
export type {
  Capabilities,
  CorsSettings,
  Endpoint,
  LogExporters,
  PlatformMonitor,
  ServiceRole,
  ServiceSpec,
  ServiceSpecification,
} from "./specification";
export {
  readTemplate,
  renderTemplate,
  type Template,
  type TemplateValues,
  type TemplateVariable,
  templateProblems,
} from "./template";
export type { BlockConfig, StageConfig, StageResources, Volume } from "./volume-specification";
