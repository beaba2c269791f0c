import { fieldsOf, itemsOf, namesIn } from "./reading";
import type { ServiceSpecification } from "./specification";

/**
 * Names of the block volumes of a specification, in its order. They hold data, which goes with the service.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/block-storage-volume
 */
export function blockVolumes(specification: ServiceSpecification): readonly string[] {
  return namesIn(blocksOf(specification), "name").map(({ name }) => name);
}

/** What no upgrade changes of the block volumes of a service: which there are, and of each its size, its speed and its encryption. */
export function fixedOfBlockVolumes(specification: ServiceSpecification): Readonly<Record<string, unknown>> {
  const entries = blocksOf(specification).map((volume) => {
    const { name, size, blockConfig } = fieldsOf(volume);
    const { iops, throughput, encryption } = fieldsOf(blockConfig);
    return [String(name), { size, iops, throughput, encryption }] as const;
  });
  return Object.fromEntries(entries);
}

function blocksOf(specification: ServiceSpecification): readonly unknown[] {
  const { volumes } = fieldsOf(fieldsOf(specification)["spec"]);
  return itemsOf(volumes).filter((one) => fieldsOf(one)["source"] === "block");
}
