import { isEnvironmentValue } from "./parse";
import type { ServiceSpecification } from "./specification";
import { readYaml } from "./yaml-text";

/**
 * Reads the cell `spec` of DESCRIBE SERVICE, which is empty for other roles than the owner. Nothing is checked: whatever Snowflake
 * reports is so. Never throws.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/desc-service
 */
export function reportedSpecification(cell: string | null | undefined): ServiceSpecification | undefined {
  if (cell === null || cell === undefined) return undefined;
  const read = readYaml(cell, { exactNumbers: isEnvironmentValue });
  if ("problems" in read || typeof read.value !== "object" || read.value === null) return undefined;
  return "spec" in read.value ? (read.value as ServiceSpecification) : undefined;
}
