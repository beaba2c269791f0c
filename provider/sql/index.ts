export * from "./identifiers";
export * from "./literal";
export * from "./sql";
