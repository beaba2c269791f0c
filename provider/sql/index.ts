export * from "./data-type";
export * from "./expression";
export * from "./identifiers";
export * from "./literal";
export * from "./sql";
