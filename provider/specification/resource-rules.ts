import { isUnknown } from "../resource/unknown";
import { show } from "./fields";
import type { Finding } from "./issues";
import type { Path } from "./place";
import { type Amount, compareAmounts, countOf, cpuOf, memoryOf } from "./quantity";
import { fieldsOf } from "./reading";

const readers: readonly (readonly [string, (written: unknown) => Amount | undefined])[] = [
  ["memory", memoryOf],
  ["cpu", cpuOf],
];

/** No request above its limit, and both for graphics processors. */
export function resourceFindings(resources: unknown, path: Path): readonly Finding[] {
  const { requests, limits } = fieldsOf(resources);
  const findings: Finding[] = readers.flatMap(([key, read]) => {
    const [wanted, most] = [fieldsOf(requests)[key], fieldsOf(limits)[key]];
    const [low, high] = [read(wanted), read(most)];
    if (low === undefined || high === undefined || compareAmounts(low, high) <= 0) return [];
    return [{ path: [...path, "requests", key], message: `${show(wanted)} is more than the limit ${show(most)}` }];
  });
  return isUnknown(requests) || isUnknown(limits) ? findings : [...findings, ...gpuFindings(requests, limits, path)];
}

const gpu = "nvidia.com/gpu";

function gpuFindings(requests: unknown, limits: unknown, path: Path): readonly Finding[] {
  const [wanted, most] = [fieldsOf(requests)[gpu], fieldsOf(limits)[gpu]];
  if (isUnknown(wanted) || isUnknown(most)) return [];
  if (wanted !== undefined && most === undefined) return [oneSided(path, "requests", "limits", wanted)];
  if (wanted === undefined && most !== undefined) return [oneSided(path, "limits", "requests", most)];
  const [low, high] = [countOf(wanted), countOf(most)];
  if (low === undefined || high === undefined || compareAmounts(low, high) === 0) return [];
  return [
    {
      path: [...path, "limits", gpu],
      message: `${show(most)} is not the request ${show(wanted)}; for GPUs both are the same number`,
    },
  ];
}

function oneSided(path: Path, side: string, other: string, count: unknown): Finding {
  return {
    path: [...path, side, gpu],
    message: `is without ${other}; for GPUs both say the same number, so write ${other} with ${JSON.stringify(gpu)}: ${show(count)}`,
  };
}
