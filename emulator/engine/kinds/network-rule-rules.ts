import { isIP, isIPv4, isIPv6 } from "node:net";
import { compilationError, invalidPropertyValue } from "../sql-error";
import type { Context } from "../statements/context";
import type { Change } from "../statements/kind";

/** What a rule of a type can restrict, the most usual first, and which values it takes. */
const rules: Record<string, { shown?: string; modes: readonly string[]; takes?(value: string): boolean }> = {
  IPV4: { shown: "IPv4", modes: ["INGRESS"], takes: (value) => isRange(value, isIPv4, 32) },
  IPV6: { shown: "IPv6", modes: ["INGRESS"], takes: (value) => isRange(value, isIPv6, 128) },
  AWSVPCEID: {
    modes: ["INGRESS", "INTERNAL_STAGE", "SNOWFLAKE_MANAGED_STORAGE_VOLUME"],
    takes: (value) => /^vpce-\w+$/.test(value),
  },
  AZURELINKID: { modes: ["INGRESS"] },
  GCPPSCID: { modes: ["INGRESS"] },
  HOST_PORT: { modes: ["EGRESS"], takes: isHostPort },
  PRIVATE_HOST_PORT: { modes: ["EGRESS"], takes: isHostPort },
  COMPUTE_POOL: { modes: ["INGRESS"] },
};

/** TYPE of a network rule. */
export const types: readonly string[] = Object.keys(rules);

/** MODE of a network rule. */
export const modes = ["INGRESS", "INTERNAL_STAGE", "SNOWFLAKE_MANAGED_STORAGE_VOLUME", "EGRESS"] as const;

/** Refuses a rule whose type, mode and values do not go together. */
export function settleNetworkRule(_context: Context, { draft, before, given, properties }: Change): void {
  if (draft && !given.has("TYPE")) throw compilationError("002029", "42601", "Missing option(s): [TYPE]");
  if (draft && before) refuseOther(before.properties, properties);
  const type = String(properties["TYPE"]);
  const mode = String(properties["MODE"]);
  const rule = rules[type];
  if (!rule?.modes.includes(mode)) {
    const detail = `The network rule mode ${mode} is not supported by the network rule type ${rule?.shown ?? type}.`;
    throw withoutCode(detail);
  }
  const values = Array.isArray(properties["VALUE_LIST"]) ? properties["VALUE_LIST"].map(String) : [];
  if (type === "PRIVATE_HOST_PORT" && values.length > 1) throw invalidPropertyValue(values.join(","), "VALUE_LIST");
  const wrong = values.find((value) => rule.takes && !rule.takes(value));
  if (wrong !== undefined) throw invalidPropertyValue(wrong, "VALUE_LIST");
}

function refuseOther(before: Change["properties"], after: Change["properties"]): void {
  const other = ["TYPE", "MODE"].find((key) => before[key] !== after[key]);
  if (other !== undefined) throw withoutCode(`The ${other} of a network rule cannot be changed.`);
}

function isRange(value: string, isAddress: (text: string) => boolean, most: number): boolean {
  const [address = "", bits, ...more] = value.split("/");
  if (more.length > 0 || !isAddress(address)) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

/** `example.com`, `*.example.com:443`, `example.com:8000-8100`; port 0 is all of them. */
function isHostPort(value: string): boolean {
  const [, host = "", from, to = from] = /^([^:\s]+)(?::(\d{1,5})(?:-(\d{1,5}))?)?$/.exec(value) ?? [];
  const isHost = isIP(host) !== 0 || /^[\w*](?:[\w*-]*[\w*])?(?:\.[\w](?:[\w-]*\w)?)*$/.test(host);
  if (!isHost || (host.match(/\*/g) ?? []).length > 1) return false;
  return from === undefined || (Number(from) <= Number(to) && Number(to) <= 65_535);
}

/** No source has the code of these. */
function withoutCode(detail: string) {
  return compilationError("000002", "0A000", detail);
}
