import { isUnknown } from "../resource/unknown";
import { show } from "./fields";
import type { Finding } from "./issues";
import type { Path } from "./place";
import { fieldsOf, textOf } from "./reading";

/** One port or a range of them; ranges are for TCP inside Snowflake, public endpoints for HTTP. */
export function endpointFindings(endpoint: unknown, path: Path): readonly Finding[] {
  if (typeof endpoint !== "object" || endpoint === null) return [];
  const { port, portRange, protocol, public: isPublic } = fieldsOf(endpoint);
  const findings: Finding[] = [];
  if (port === undefined && portRange === undefined) {
    findings.push({ path, message: "has no port; write port, or portRange for several" });
  }
  if (port !== undefined && portRange !== undefined) {
    findings.push({ path, message: "has both port and portRange; it takes one of them" });
  }
  if (portRange !== undefined) findings.push(...rangeFindings(portRange, protocol, isPublic, path));
  if (isPublic === true && protocol === "TCP" && portRange === undefined) {
    findings.push({
      path: [...path, "protocol"],
      message: "is TCP; a public endpoint speaks HTTP: take protocol out, or public",
    });
  }
  return findings;
}

function rangeFindings(portRange: unknown, protocol: unknown, isPublic: unknown, path: Path): readonly Finding[] {
  const findings: Finding[] = [];
  const written = textOf(portRange);
  if (written !== undefined && !isRange(written)) {
    findings.push({
      path: [...path, "portRange"],
      message: `${show(written)} is not a range of ports; write 8000-8010, the lower first, from 1 to 65535`,
    });
  }
  if (isPublic === true) {
    findings.push({
      path: [...path, "public"],
      message: "is true; a range of ports cannot be public: write port, or take public out",
    });
  }
  if (protocol !== "TCP" && !isUnknown(protocol)) {
    const given =
      protocol === undefined
        ? "is missing: a range of ports is for TCP"
        : `is ${show(protocol)}; a range of ports is for TCP`;
    findings.push({ path: [...path, "protocol"], message: `${given}, so write protocol: TCP` });
  }
  return findings;
}

function isRange(written: string): boolean {
  const [, from, to] = /^(\d{1,5})-(\d{1,5})$/.exec(written) ?? [];
  return from !== undefined && Number(from) >= 1 && Number(from) <= Number(to) && Number(to) <= 65535;
}
