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
export type { Clone, Moment } from "../provider/resources/clone";
export type { Autoincrement, CanonicalColumn, Column, MaskingPolicy } from "../provider/resources/column";
export type { CanonicalKey, ForeignKey, Key, ReferentialAction } from "../provider/resources/key";
export type { Backup } from "../provider/resources/origin";
export type { Check } from "../provider/resources/table-keys";
export type { KeyedPolicy, TablePolicy } from "../provider/resources/table-policies";
export type { CloneArgs } from "./clone-args";
export type { CommonArgs } from "./common-args";
export { Database, type DatabaseArgs } from "./database";
export * from "./look-ups";
export type { Container, GetOptions, Input, SnowflakeObject } from "./resource";
export { SnowflakeResource } from "./resource";
export { Schema, type SchemaArgs } from "./schema";
export { type ForeignKeyArgs, Table, type TableArgs } from "./table";
export { Warehouse, type WarehouseArgs } from "./warehouse";
