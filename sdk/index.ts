export {
  ConnectionError,
  DataLossError,
  type ErrorFields,
  type ErrorKind,
  InvalidArgumentError,
  NotAuthorizedError,
  ObjectExistsError,
  ObjectMissingError,
  SnowflakeError,
  SqlError,
  TimeoutError,
  type TransportFields,
  WrongAccountError,
} from "../provider/client/errors";
export type { CreateMode, DataLoss, Timeouts } from "../provider/resource/options";
export type { Facts } from "../provider/resource/state";
export type { TypedArgument } from "../provider/resources/call-arguments";
export type { Clone, Moment } from "../provider/resources/clone";
export type { Autoincrement, CanonicalColumn, Column, MaskingPolicy } from "../provider/resources/column";
export type { ListedImage } from "../provider/resources/image-repository-contents";
export type { InstanceFamily } from "../provider/resources/instance-families";
export type { CanonicalKey, ForeignKey, Key, ReferentialAction } from "../provider/resources/key";
export type { Backup } from "../provider/resources/origin";
export type { ReturnedColumn, ReturnedTable, ReturnedValue, Returns } from "../provider/resources/procedure";
export type { CanonicalArgument, ProcedureArgument } from "../provider/resources/procedure-arguments";
export type { ProcedureCode, ProcedureLanguage } from "../provider/resources/procedure-language";
export type { ServiceEndpoint, ServiceEndpoints } from "../provider/resources/service-endpoints";
export type { SpecFile, SpecTemplate } from "../provider/resources/service-spec-forms";
export type { Directory } from "../provider/resources/stage-directory";
export type { Encryption } from "../provider/resources/stage-encryption";
export type { StageFormat } from "../provider/resources/stage-format";
export type { Credentials } from "../provider/resources/stage-location";
export type { Check } from "../provider/resources/table-keys";
export type { KeyedPolicy, TablePolicy } from "../provider/resources/table-policies";
export type { CalledProcedure, OwnProcedure, TaskDefinition } from "../provider/resources/task-definition";
export type { TaskState } from "../provider/resources/task-graph-outputs";
export type { GraphFinalizer, GraphMember } from "../provider/resources/task-graph-parts";
export type { CronArgs, IntervalArgs, Schedule, ScheduleArgs } from "../provider/resources/task-schedule";
export type { ParameterValue } from "../provider/resources/task-settings";
export type {
  BlockConfig,
  Capabilities as ServiceCapabilities,
  Container as ServiceContainer,
  ContainerResources,
  ContainerSecret,
  CorsSettings,
  Endpoint as DeclaredEndpoint,
  LivenessProbe,
  LogExporters,
  MetricCondition,
  PlatformMonitor,
  ReadinessProbe,
  ResourceAmounts,
  ResourceManagement,
  ScalingCondition,
  ScalingStep,
  SecretObject,
  ServiceRole,
  ServiceSpec,
  ServiceSpecification,
  SessionTokenConfig,
  StageConfig,
  StageResources,
  StepScaling,
  TemplateValues,
  Volume as ServiceVolume,
  VolumeMount,
} from "../provider/specification";
export type { CallArguments, CallExpression, CallValue, JsonList, JsonObject, JsonValue } from "../provider/sql/call";
export type { IntervalParts } from "../provider/sql/interval";
export type { CloneArgs } from "./clone-args";
export type { CommonArgs } from "./common-args";
export { ComputePool, type ComputePoolArgs } from "./compute-pool";
export * from "./container-look-ups";
export { Database, type DatabaseArgs } from "./database";
export { ImageRepository, type ImageRepositoryArgs } from "./image-repository";
export { JobService, type JobServiceArgs } from "./job-service";
export * from "./job-service-look-ups";
export * from "./look-ups";
export { Procedure, type ProcedureArgs } from "./procedure";
export type { Container, GetOptions, Input, SnowflakeObject } from "./resource";
export { SnowflakeResource } from "./resource";
export { Schema, type SchemaArgs } from "./schema";
export { Service, type ServiceArgs } from "./service";
export * from "./service-look-ups";
export type { ServiceSpecArgs, SpecFileArgs, SpecInput, SpecTemplateArgs } from "./service-spec-args";
export { Stage, type StageArgs, type StageFormatArgs } from "./stage";
export { StageFile, type StageFileArgs } from "./stage-file";
export { type ForeignKeyArgs, Table, type TableArgs } from "./table";
export { Task, type TaskArgs } from "./task";
export type {
  CallArgs,
  InlineProcedureArgs,
  ListedArgumentArgs,
  NamedArgumentArgs,
  TaskDefinitionArgs,
  TypedArgumentArgs,
} from "./task-definition";
export {
  TaskGraph,
  type TaskGraphArgs,
  type TaskGraphDefaults,
  type TaskGraphFinalizer,
  type TaskGraphTask,
} from "./task-graph";
export { Warehouse, type WarehouseArgs } from "./warehouse";
