import type { Field } from "./fields";
import { mapping, refuse } from "./fields";

const units: Record<string, number> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, k: 1e3, M: 1e6, G: 1e9 };

/** Bytes of `2G` or `0.5Gi`; undefined without a unit. */
export function bytesOf(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|k|M|G)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (units[unit] as number);
}

/** Virtual cores of `0.5` or `500m`. */
export function coresOf(text: string): number | undefined {
  const [, digits, thousandths] = /^(\d+(?:\.\d+)?)(m?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return thousandths === "m" ? Number(digits) / 1000 : Number(digits);
}

const memory: Field = (value, place) =>
  typeof value === "string" && (bytesOf(value) ?? 0) > 0
    ? value
    : refuse(place, `Value '${String(value)}' is no quantity with a unit, such as 512Mi or 2G`);

const cpu: Field = (value, place) =>
  (typeof value === "string" || typeof value === "number") && (coresOf(String(value)) ?? 0) > 0
    ? String(value)
    : refuse(place, `Value '${String(value)}' is no number of cores, such as 0.5 or 500m`);

const gpu: Field = (value, place) =>
  (typeof value === "string" || typeof value === "number") && /^[1-9]\d{0,3}$/.test(String(value))
    ? String(value)
    : refuse(place, `Value '${String(value)}' is no number of GPUs`);

/** What a container asks for, or is limited to. */
export const quantities: Field = mapping({ memory, cpu, "nvidia.com/gpu": gpu });

/** `requests` and `limits` of a container or volume. */
export const resources: Field = (value, place) => {
  const checked = mapping({ limits: quantities, requests: quantities })(value, place);
  const { limits = {}, requests = {} } = checked as Record<string, Record<string, string>>;
  for (const [name, amount] of [
    ["memory", bytesOf],
    ["cpu", coresOf],
  ] as const) {
    const [limit, request] = [limits[name], requests[name]];
    if (limit !== undefined && request !== undefined && (amount(request) ?? 0) > (amount(limit) ?? 0)) {
      refuse(place, `The request for ${name}, ${request}, is above the limit, ${limit}`);
    }
  }
  if (limits["nvidia.com/gpu"] !== requests["nvidia.com/gpu"]) {
    refuse(place, "nvidia.com/gpu must have a request and a limit, and they must be the same");
  }
  return checked;
};
