import { fieldsOf, itemsOf, namesIn } from "./reading";
import type { ServiceSpecification } from "./specification";

/**
 * Names of the block volumes of a specification, in its order. They hold data, which goes with the service.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/block-storage-volume
 */
export function blockVolumes(specification: ServiceSpecification): readonly string[] {
  const { volumes } = fieldsOf(fieldsOf(specification)["spec"]);
  const blocks = itemsOf(volumes).filter((one) => fieldsOf(one)["source"] === "block");
  return namesIn(blocks, "name").map(({ name }) => name);
}
