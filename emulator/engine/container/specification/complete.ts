import { createHash } from "node:crypto";
import { invalidSpecification } from "../errors";
import type { Capacity } from "../run";
import { printSpecification } from "./print";
import { bytesOf, coresOf } from "./quantities";
import type { Quantities, Specification, SpecifiedContainer } from "./specification";

const gib = 2 ** 30;
const least = { cpu: 0.5, memoryBytes: gib / 2 };

/** A specification with what Snowflake adds to it. */
export interface Completed {
  /** As DESCRIBE SERVICE shows it. */
  text: string;
  /** 64 hexadecimal digits; they change with the text. */
  digest: string;
  /** What an instance asks of its node. */
  needs: Capacity;
}

/** Adds the digests of images and what is left out of resources. */
export function complete(specification: Specification, digests: readonly string[], node: Capacity): Completed {
  const { spec, ...others } = specification;
  const containers = spec.containers.map((container, i) => completeContainer(container, digests[i] ?? "", node));
  const text = printSpecification({ spec: { ...spec, containers }, ...others });
  return {
    text,
    digest: createHash("sha256").update(text).digest("hex"),
    needs: {
      cpu: sum(containers.map(({ resources }) => coresOf(resources.requests.cpu ?? "0") ?? 0)),
      memoryBytes: sum(containers.map(({ resources }) => bytesOf(resources.requests.memory ?? "") ?? 0)),
      gpus: sum(containers.map(({ resources }) => Number(resources.requests["nvidia.com/gpu"] ?? 0))),
    },
  };
}

/** Refuses a service that a compute pool cannot have room for, even if nothing else runs on it. */
export function requireRoom(
  needs: Capacity,
  node: Capacity,
  { instances, nodes }: { instances: number; nodes: number },
): void {
  const perNode = Math.floor(
    Math.min(
      node.cpu / needs.cpu,
      node.memoryBytes / needs.memoryBytes,
      needs.gpus > 0 ? node.gpus / needs.gpus : 1e9,
    ) + 1e-9,
  );
  if (perNode * nodes >= instances) return;
  throw invalidSpecification(
    perNode === 0
      ? "the requested resources are more than a node of the compute pool has"
      : `the requested resources of ${instances} instances are more than the compute pool can have`,
  );
}

function completeContainer(
  { name, image, resources = {}, ...others }: SpecifiedContainer,
  digest: string,
  node: Capacity,
) {
  const { limits = {}, requests = {} } = resources;
  const { volumeMounts, secrets, ...before } = others;
  return {
    name,
    image,
    sha256: `@${digest}`,
    ...before,
    resources: { limits: completeLimits(limits, node), requests: completeRequests(requests, limits) },
    ...(volumeMounts && { volumeMounts }),
    ...(secrets && { secrets }),
  };
}

/** What is not limited, or above what a node has, is limited by the node. */
function completeLimits({ memory, cpu, ...gpu }: Quantities, node: Capacity): Quantities {
  const isMemory = memory !== undefined && (bytesOf(memory) ?? 0) <= node.memoryBytes;
  const isCpu = cpu !== undefined && (coresOf(cpu) ?? 0) <= node.cpu;
  return {
    memory: isMemory ? memory : `${node.memoryBytes / gib}Gi`,
    cpu: isCpu ? cpu : String(node.cpu),
    ...gpu,
  };
}

/** What is not asked for is half a core and half a GiB, or the limit if that is more. */
function completeRequests({ memory, cpu, ...gpu }: Quantities, limits: Quantities): Quantities {
  const limitedMemory = limits.memory !== undefined && (bytesOf(limits.memory) ?? 0) > least.memoryBytes;
  const limitedCpu = limits.cpu !== undefined && (coresOf(limits.cpu) ?? 0) > least.cpu;
  return {
    memory: memory ?? (limitedMemory ? (limits.memory as string) : "0.5Gi"),
    cpu: cpu ?? (limitedCpu ? (limits.cpu as string) : "0.5"),
    ...gpu,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
