import type { Row } from "../../provider/client/client";
import { type FactsOf, number, readFacts, text, withRow } from "./facts";

const facts = {
  /** What sort of machine it is, in words. */
  description: text(),
  /** Virtual CPUs of a node that containers can use. */
  vcpu: number(),
  /** Memory of a node that containers can use, in GiB. */
  memoryGib: number(),
  /** Storage of a node that containers can use, in GiB. */
  storageGib: number(),
  /** Name of the GPUs; absent without one. */
  gpu: text(),
  /** GPUs of a node. */
  gpuCount: number(),
  /** Memory of each GPU, in GiB. */
  gpuMemoryGib: number(),
  /** Nodes of the family that the account uses now. */
  currentNodeUsage: number(),
  /** What else there is to know of it. */
  message: text(),
};

/** Machines that nodes of a compute pool can be, as the account's region offers them. */
export interface OfferedFamily extends FactsOf<typeof facts> {
  /** The name, as a pool's `instanceFamily` takes it: `CPU_X64_XS`. */
  readonly name: string;
  /** All columns that SHOW has for it, as text. */
  readonly raw: Readonly<Record<string, string | null>>;
}

/** The family that a row of SHOW COMPUTE POOL INSTANCE FAMILIES tells of. */
export function familyOf(row: Row): OfferedFamily {
  return withRow({ name: row["name"] ?? "", ...readFacts(facts, row) }, row);
}
