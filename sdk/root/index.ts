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
export type { CallOptions } from "./call";
export * from "./collection";
export * from "./compute-pool";
export type { OfferedFamily } from "./compute-pool-families";
export type { PoolState } from "./compute-pool-waiting";
export { type ConnectOptions, connect, type SentStatement } from "./connect";
export * from "./database";
export type { DetailsOf, Found, FoundInDatabase, FoundInSchema } from "./details";
export { Listing } from "./listing";
export type { NewPlace } from "./place-after";
export type { CellType, Columns, QueryResult, RowOf } from "./query";
export * from "./reference";
export * from "./restorable";
export { Root, type SessionIdentity } from "./root";
export * from "./schema";
export type { Changeable, Named, SpecOf } from "./spec";
export { identifier, quoted, raw, Sql, type SqlValue, sql } from "./sql";
export * from "./stage";
export type { FileFilter, RefreshedFile, RemovedFile, StagedFile } from "./stage-files";
export type { DownloadedFile, GetOptions, ReadOptions } from "./stage-get";
export type { PutOptions, SourceCompression, UploadedFile } from "./stage-put";
export type { UploadSource } from "./stage-put-item";
export * from "./table";
export * from "./warehouse";
