export type { OpenConnection } from "../../provider/client/adopt";
export type { ConnectSettings } from "../../provider/client/connect-settings";
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
} from "../../provider/client/errors";
export type { Clone, Moment } from "../../provider/resources/clone";
export type { Autoincrement, CanonicalColumn, Column, MaskingPolicy } from "../../provider/resources/column";
export type { InstanceFamily } from "../../provider/resources/instance-families";
export type { ReturnedColumn, ReturnedTable, ReturnedValue, Returns } from "../../provider/resources/procedure";
export type { CanonicalArgument, ProcedureArgument } from "../../provider/resources/procedure-arguments";
export type { DeployMode } from "../../provider/resources/task-graph-deploy";
export type { TaskState } from "../../provider/resources/task-graph-outputs";
export type { GraphFinalizer, GraphMember, GraphMembers } from "../../provider/resources/task-graph-parts";
export type { ParameterValue } from "../../provider/resources/task-settings";
export type {
  BlockConfig,
  Capabilities as ServiceCapabilities,
  Container as DeclaredContainer,
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
  ServiceSpec as SpecificationBody,
  ServiceSpecification,
  SessionTokenConfig,
  StageConfig,
  StageResources,
  StepScaling,
  TemplateValues,
  Volume as ServiceVolume,
  VolumeMount,
} from "../../provider/specification";
export type { CallOptions } from "./call";
export * from "./collection";
export * from "./compute-pool";
export type { OfferedFamily } from "./compute-pool-families";
export type { PoolState } from "./compute-pool-waiting";
export { type ConnectOptions, connect, type SentStatement } from "./connect";
export * from "./database";
export * from "./database-role";
export type { DetailsOf, Found, FoundInDatabase, FoundInSchema, Told } from "./details";
export type { AnyPrivilege, ContainedKind, PluralOf, PrivilegeOf, SecurableKind } from "./grant-privileges";
export type { AnyGrant, FutureGrant, Grant, PrivilegeWord, RoleGrant } from "./grant-rows";
export type {
  AllSecurables,
  DatabaseByName,
  FutureSecurables,
  GrantContainer,
  OneSecurable,
  PrivilegeOn,
  SchemaByName,
  Securable,
  SecurableByName,
  SecurableReference,
} from "./grant-securable";
export type { GrantOptions, OwnershipOptions, RevokeOptions } from "./grant-statements";
export type {
  AccountRole,
  AnyRole,
  DatabaseRoleByName,
  DatabaseRoleName,
  Grantee,
  RoleByName,
  UserByName,
  UserName,
} from "./grant-to";
export { Grants, type ListGrantsOptions } from "./grants";
export * from "./image-repository";
export * from "./job";
export type { JobEnd } from "./job-waiting";
export { Listing } from "./listing";
export { type Parameter, ReferenceWithParameters } from "./parameters";
export type { NewPlace } from "./place-after";
export * from "./procedure";
export type { CallProcedureOptions, ProcedureArguments } from "./procedure-call";
export type { ProcedureCell, ProcedureJson, ProcedureResult, ProcedureRow } from "./procedure-result";
export type { ArgumentValue } from "./procedure-value";
export type { CellType, Columns, QueryResult, RowOf } from "./query";
export * from "./reference";
export * from "./restorable";
export * from "./role";
export { AnyRoleReference, type On, type Privileges } from "./role-base";
export { Root, type SessionIdentity } from "./root";
export * from "./schema";
export * from "./service";
export type { ServiceContainer, ServiceInstance, Shown } from "./service-containers";
export type { Service, ServiceSpec } from "./service-details";
export type { Endpoint, ReachableEndpoint } from "./service-endpoint";
export type { ServiceGoal, ServiceStatus } from "./service-goals";
export type { FollowLogsOptions, LogOptions, LogSource } from "./service-log";
export type { ServiceRoleDetails, ServiceRoleHolder, ServiceRolePrivilege } from "./service-role";
export { type ContainerSpec, inlineSpec, type StagedSpec, type TemplatedSpec } from "./service-spec";
export type { Changeable, Named, SpecOf } from "./spec";
export { identifier, quoted, raw, Sql, type SqlValue, sql } from "./sql";
export * from "./stage";
export type { FileFilter, RefreshedFile, RemovedFile, StagedFile } from "./stage-files";
export type { DownloadedFile, GetOptions, ReadOptions } from "./stage-get";
export type { PutOptions, SourceCompression, UploadedFile } from "./stage-put";
export type { TextContent, UploadSource } from "./stage-put-item";
export * from "./table";
export * from "./task";
export * from "./task-definition";
export { type ExecuteOptions, type ExecutionResult, TaskExecution, type WaitForRunOptions } from "./task-execution";
export type { ExecutedTask, ExecutionStatus, FirstError, TaskRunError } from "./task-execution-watch";
export type { TaskRelations } from "./task-facts";
export * from "./task-graph";
export * from "./task-graph-builder";
export type { GraphFinalizerSpec, GraphTaskDefaults, GraphTaskSpec, TaskGraphSpec } from "./task-graph-spec";
export type {
  CompletedRunOptions,
  GraphRunOptions,
  TaskGraphRun,
  TaskRun,
  TaskRunOptions,
} from "./task-runs";
export * from "./user";
export * from "./warehouse";
