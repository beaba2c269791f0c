import { isUnknown } from "../resource/unknown";
import type { Finding } from "./issues";
import { meant } from "./near-name";
import type { Path } from "./place";
import { fieldsOf, itemsOf, namesAreKnown, namesIn, textOf } from "./reading";
import { resourceFindings } from "./resource-rules";
import { secretFindings } from "./secret-rules";
import { tokenFindings } from "./token-rules";

/** What is wrong with one container beside its fields by themselves. */
export function containerFindings(container: unknown, path: Path, volumes: unknown): readonly Finding[] {
  const { env, resources, volumeMounts, secrets } = fieldsOf(container);
  return [
    ...environmentFindings(env, [...path, "env"]),
    ...resourceFindings(resources, [...path, "resources"]),
    ...mountFindings(volumeMounts, [...path, "volumeMounts"], volumes),
    ...secretFindings(secrets, [...path, "secrets"], env),
    ...tokenFindings(container, path),
  ];
}

function environmentFindings(env: unknown, path: Path): readonly Finding[] {
  return Object.keys(fieldsOf(env))
    .filter((key) => key === "" || key.includes("="))
    .map((key) => ({
      path: [...path, key],
      message: `is not the name of an environment variable; it is not empty and has no =`,
    }));
}

function mountFindings(mounts: unknown, path: Path, volumes: unknown): readonly Finding[] {
  const names = namesIn(volumes, "name").map(({ name }) => name);
  const seen = new Map<string, number>();
  return itemsOf(mounts).flatMap((mount, index) => {
    const { name, mountPath } = fieldsOf(mount);
    const findings: Finding[] = [];
    if (typeof name === "string" && !isUnknown(name) && namesAreKnown(volumes, "name") && !names.includes(name)) {
      const instead = meant(name, names, { none: "spec.volumes has none" });
      findings.push({
        path: [...path, index, "name"],
        message: `${JSON.stringify(name)} is not a volume of this service; ${instead}`,
      });
    }
    const place = directoryOf(textOf(mountPath));
    const before = place === undefined ? undefined : seen.get(place);
    if (before !== undefined) {
      findings.push({
        path: [...path, index, "mountPath"],
        message: `${JSON.stringify(mountPath)} is where [${before}] is mounted; a path takes one volume`,
      });
    } else if (place !== undefined) seen.set(place, index);
    return findings;
  });
}

/** A directory without the slash that it may end in. */
export function directoryOf(path: string | undefined): string | undefined {
  return path === undefined ? undefined : path.replace(/(?<=.)\/+$/, "");
}
