import { z } from "zod";
import type { Word } from "../resource/forms";
import { isUnknown } from "../resource/unknown";
import { nearName } from "../specification/near-name";

/**
 * The instance families of all clouds. Which of them a region offers, SHOW COMPUTE POOL INSTANCE FAMILIES tells; there may be newer ones.
 *
 * @see https://docs.snowflake.com/en/developer-guide/snowpark-container-services/instance-families
 */
export const instanceFamilies = [
  ...(["CPU_X64_XS", "CPU_X64_S", "CPU_X64_M", "CPU_X64_SL", "CPU_X64_L"] as const),
  ...(["HIGHMEM_X64_S", "HIGHMEM_X64_M", "HIGHMEM_X64_SL", "HIGHMEM_X64_L"] as const),
  ...(["GEN_X64_G2_2", "GEN_X64_G2_4", "GEN_X64_G2_8", "GEN_X64_G2_16", "GEN_X64_G2_32"] as const),
  ...(["GEN_ARM_G1_2", "GEN_ARM_G1_4", "GEN_ARM_G1_8", "GEN_ARM_G1_16", "GEN_ARM_G1_32"] as const),
  ...(["MEM_X64_G2_8", "MEM_X64_G2_32", "MEM_X64_G2_64", "MEM_X64_G2_96", "MEM_X64_G2_192"] as const),
  ...(["GPU_NV_XS", "GPU_NV_S", "GPU_NV_SM", "GPU_NV_M", "GPU_NV_2M", "GPU_NV_3M", "GPU_NV_SL", "GPU_NV_L"] as const),
  ...(["GPU_GCP_NV_L4_1_24G", "GPU_GCP_NV_L4_4_24G", "GPU_GCP_NV_A100_8_40G"] as const),
  ...(["GPU_A100_G1_12", "GPU_A100_G1_48"] as const),
  ...(["GPU_L40S_G1_8", "GPU_L40S_G1_16", "GPU_L40S_G1_48", "GPU_L40S_G1_192"] as const),
  ...(["GPU_R6K_G1_8", "GPU_R6K_G1_16", "GPU_R6K_G1_32", "GPU_R6K_G1_48", "GPU_R6K_G1_96", "GPU_R6K_G1_192"] as const),
] as const;

/** A family as a program writes it, in any letter case. */
export type InstanceFamily = Word<(typeof instanceFamilies)[number]>;

/** A family in its canonical form, upper case; it is a keyword in SQL, so that nothing but letters, digits and `_` may stand in it. */
export const familySchema = z
  .string({ error: 'is no instance family; write its name, such as "CPU_X64_XS"' })
  .transform((written) => written.toUpperCase())
  .refine((family) => /^[A-Z][A-Z0-9_]*$/.test(family), {
    error: 'is no instance family: it has letters, digits and _, such as "CPU_X64_XS"',
  }) as unknown as z.ZodType<InstanceFamily, InstanceFamily>;

/** The families in a cell of SHOW; how it prints a list, no page says. */
export function familiesIn(cell: string | null): readonly string[] {
  return (
    (cell ?? "")
      .toUpperCase()
      .match(/[A-Z0-9_]+/g)
      ?.filter((word) => word !== "NULL") ?? []
  );
}

/** What may be wrong with a family that is none of those known: it may be newer than this release. */
export function familyDoubt(family: unknown): string | undefined {
  if (typeof family !== "string" || isUnknown(family)) return undefined;
  if ((instanceFamilies as readonly string[]).includes(family)) return undefined;
  const near = nearName(family, instanceFamilies);
  return (
    `${JSON.stringify(family)} is not an instance family that this release knows${near === undefined ? "" : `; did you mean ${near}?`} ` +
    "It is sent as it is. SHOW COMPUTE POOL INSTANCE FAMILIES lists what your region offers"
  );
}
