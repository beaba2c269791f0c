export { fromDriver } from "./driver-errors";
export * from "./snowflake-error";
