import { isUnknown } from "../resource/unknown";
import { containerFindings } from "./container-rules";
import { endpointFindings } from "./endpoint-rules";
import type { Finding } from "./issues";
import { meant } from "./near-name";
import type { Path } from "./place";
import { fieldsOf, itemsOf, namesAreKnown, namesIn } from "./reading";
import { scalingFindings } from "./scaling-rules";
import { volumeFindings } from "./volume-rules";

/** What fields say about one another. Parts of a wrong type, which the schema names, and what is not known yet are passed over. */
export function relations(value: unknown): readonly Finding[] {
  const { spec, serviceRoles } = fieldsOf(value);
  const { containers, endpoints: listed, volumes, resourceManagement } = fieldsOf(spec);
  const endpoints = isUnknown(spec) ? spec : listed;
  return [
    ...repeated(containers, "name", ["spec", "containers"], "container"),
    ...itemsOf(containers).flatMap((one, index) => containerFindings(one, ["spec", "containers", index], volumes)),
    ...repeated(endpoints, "name", ["spec", "endpoints"], "endpoint"),
    ...itemsOf(endpoints).flatMap((one, index) => endpointFindings(one, ["spec", "endpoints", index])),
    ...repeated(volumes, "name", ["spec", "volumes"], "volume"),
    ...itemsOf(volumes).flatMap((one, index) => volumeFindings(one, ["spec", "volumes", index])),
    ...scalingFindings(resourceManagement, ["spec", "resourceManagement"]),
    ...repeated(serviceRoles, "name", ["serviceRoles"], "service role", (name) => name.toUpperCase()),
    ...itemsOf(serviceRoles).flatMap((one, index) => roleFindings(one, ["serviceRoles", index], endpoints)),
  ];
}

/** Two items of a list that have one name. */
export function repeated(
  list: unknown,
  field: string,
  path: Path,
  what: string,
  spelling: (name: string) => string = (name) => name,
): readonly Finding[] {
  const seen = new Map<string, number>();
  return namesIn(list, field).flatMap(({ name, index }) => {
    const before = seen.get(spelling(name));
    if (before === undefined) seen.set(spelling(name), index);
    if (before === undefined) return [];
    return [
      {
        path: [...path, index, field],
        message: `${JSON.stringify(name)} is the ${field} of another ${what}, [${before}], too`,
      },
    ];
  });
}

function roleFindings(role: unknown, path: Path, endpoints: unknown): readonly Finding[] {
  if (!namesAreKnown(endpoints, "name")) return [];
  const names = namesIn(endpoints, "name").map(({ name }) => name);
  return itemsOf(fieldsOf(role)["endpoints"]).flatMap((one, index) => {
    if (typeof one !== "string" || isUnknown(one) || names.includes(one)) return [];
    const instead = meant(one, names, { none: "spec.endpoints has none" });
    return [
      {
        path: [...path, "endpoints", index],
        message: `${JSON.stringify(one)} is not an endpoint of this service; ${instead}`,
      },
    ];
  });
}
