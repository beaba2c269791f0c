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
export type { Backup } from "../provider/resources/origin";
export type { CommonArgs } from "./common-args";
export { Database, type DatabaseArgs } from "./database";
export * from "./look-ups";
export type { GetOptions, Input, SnowflakeObject } from "./resource";
export { SnowflakeResource } from "./resource";
export { Warehouse, type WarehouseArgs } from "./warehouse";
