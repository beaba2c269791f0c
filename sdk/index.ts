export type { CommonArgs } from "./common-args";
export { Database, type DatabaseArgs } from "./database";
export * from "./look-ups";
export type { GetOptions, Input, SnowflakeObject } from "./resource";
export { SnowflakeResource } from "./resource";
export { Warehouse, type WarehouseArgs } from "./warehouse";
