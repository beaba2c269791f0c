/** What one node of an instance family offers to containers. */
export interface Family {
  readonly name: string;
  readonly vcpu: number;
  readonly memoryGib: number;
  readonly storageGb: number;
  readonly gpus: number;
  /** Name of the GPU; empty without one. */
  readonly gpu: string;
  /** Of each GPU; 0 without one. */
  readonly gpuMemoryGib: number;
}

/**
 * Families of all clouds: the emulated account is in none. HIGHMEM_X64_SL is Azure's here; Google's has more.
 * https://docs.snowflake.com/en/developer-guide/snowpark-container-services/instance-families
 */
const withoutGpu: readonly [name: string, vcpu: number, memoryGib: number][] = [
  ["CPU_X64_XS", 1, 6],
  ["CPU_X64_S", 3, 13],
  ["CPU_X64_M", 6, 28],
  ["CPU_X64_SL", 14, 58],
  ["CPU_X64_L", 28, 116],
  ["HIGHMEM_X64_S", 6, 58],
  ["HIGHMEM_X64_M", 28, 240],
  ["HIGHMEM_X64_SL", 60, 492],
  ["HIGHMEM_X64_L", 124, 984],
  ["GEN_X64_G2_2", 1, 6],
  ["GEN_X64_G2_4", 3, 13],
  ["GEN_X64_G2_8", 6, 28],
  ["GEN_X64_G2_16", 14, 58],
  ["GEN_X64_G2_32", 28, 116],
  ["GEN_ARM_G1_2", 1, 6],
  ["GEN_ARM_G1_4", 3, 13],
  ["GEN_ARM_G1_8", 6, 28],
  ["GEN_ARM_G1_16", 14, 58],
  ["GEN_ARM_G1_32", 28, 116],
  ["MEM_X64_G2_8", 6, 58],
  ["MEM_X64_G2_32", 28, 240],
  ["MEM_X64_G2_64", 60, 492],
  ["MEM_X64_G2_96", 92, 652],
  ["MEM_X64_G2_192", 188, 1436],
];

const withGpu: readonly [
  name: string,
  vcpu: number,
  memoryGib: number,
  storageGb: number,
  gpus: number,
  gpu: string,
  gpuMemoryGib: number,
][] = [
  ["GPU_NV_S", 6, 28, 450, 1, "NVIDIA A10G", 24],
  ["GPU_NV_M", 44, 178, 3800, 4, "NVIDIA A10G", 24],
  ["GPU_NV_L", 92, 1112, 100, 8, "NVIDIA A100", 40],
  ["GPU_L40S_G1_8", 6, 58, 450, 1, "NVIDIA L40S", 48],
  ["GPU_L40S_G1_16", 14, 116, 600, 1, "NVIDIA L40S", 48],
  ["GPU_L40S_G1_48", 44, 368, 3800, 4, "NVIDIA L40S", 48],
  ["GPU_L40S_G1_192", 188, 1436, 3800, 8, "NVIDIA L40S", 48],
  ["GPU_R6K_G1_8", 6, 58, 1900, 1, "NVIDIA RTX PRO 6000", 96],
  ["GPU_R6K_G1_16", 14, 116, 1900, 1, "NVIDIA RTX PRO 6000", 96],
  ["GPU_R6K_G1_32", 28, 240, 1900, 1, "NVIDIA RTX PRO 6000", 96],
  ["GPU_R6K_G1_48", 44, 490, 3800, 2, "NVIDIA RTX PRO 6000", 96],
  ["GPU_R6K_G1_96", 92, 984, 7600, 4, "NVIDIA RTX PRO 6000", 96],
  ["GPU_R6K_G1_192", 188, 1843, 11400, 8, "NVIDIA RTX PRO 6000", 96],
  ["GPU_NV_XS", 3, 26, 100, 1, "NVIDIA T4", 16],
  ["GPU_NV_SM", 32, 424, 100, 1, "NVIDIA A10", 24],
  ["GPU_NV_2M", 68, 858, 100, 2, "NVIDIA A10", 24],
  ["GPU_NV_3M", 44, 424, 100, 2, "NVIDIA A100", 80],
  ["GPU_NV_SL", 92, 858, 100, 4, "NVIDIA A100", 80],
  ["GPU_GCP_NV_L4_1_24G", 6, 28, 100, 1, "NVIDIA L4", 24],
  ["GPU_GCP_NV_L4_4_24G", 44, 178, 100, 4, "NVIDIA L4", 24],
  ["GPU_A100_G1_12", 10, 77, 100, 1, "NVIDIA A100", 40],
  ["GPU_A100_G1_48", 44, 324, 100, 4, "NVIDIA A100", 40],
  ["GPU_GCP_NV_A100_8_40G", 92, 654, 100, 8, "NVIDIA A100", 40],
];

/** Every family that a compute pool can have. */
export const families: readonly Family[] = [
  ...withoutGpu.map(([name, vcpu, memoryGib]) => ({
    name,
    vcpu,
    memoryGib,
    storageGb: 100,
    gpus: 0,
    gpu: "",
    gpuMemoryGib: 0,
  })),
  ...withGpu.map(([name, vcpu, memoryGib, storageGb, gpus, gpu, gpuMemoryGib]) => ({
    name,
    vcpu,
    memoryGib,
    storageGb,
    gpus,
    gpu,
    gpuMemoryGib,
  })),
];

const byName = new Map(families.map((family) => [family.name, family]));

/** A family by its name in any case. */
export function familyOf(name: string): Family | undefined {
  return byName.get(name.toUpperCase());
}
