import { isUnknown } from "../resource/unknown";
import type { Finding } from "./issues";
import type { Path } from "./place";
import { fieldsOf, itemsOf, textOf } from "./reading";

/** Each secret goes to files or to one variable, which nothing else sets. */
export function secretFindings(secrets: unknown, path: Path, env: unknown): readonly Finding[] {
  const taken = new Map<string, string>(Object.keys(fieldsOf(env)).map((key) => [key, "env"]));
  return itemsOf(secrets).flatMap((secret, index) => {
    if (isUnknown(secret) || typeof secret !== "object") return [];
    const place = [...path, index];
    const findings = [...placement(fieldsOf(secret), place), ...reference(fieldsOf(secret)["snowflakeSecret"], place)];
    const variable = textOf(fieldsOf(secret)["envVarName"]);
    const other = variable === undefined ? undefined : taken.get(variable);
    if (variable !== undefined && other === undefined) taken.set(variable, `secrets[${index}]`);
    if (other !== undefined) {
      findings.push({ path: [...place, "envVarName"], message: `${JSON.stringify(variable)} is set by ${other} too` });
    }
    return findings;
  });
}

function placement(
  { directoryPath, envVarName, secretKeyRef }: Readonly<Record<string, unknown>>,
  path: Path,
): Finding[] {
  if (directoryPath !== undefined && envVarName !== undefined) {
    return [{ path, message: "has both directoryPath and envVarName; a secret goes to files or to a variable" }];
  }
  if (directoryPath === undefined && envVarName === undefined) {
    return [{ path, message: "says not where the secret goes; write directoryPath, for files, or envVarName" }];
  }
  if (envVarName !== undefined && secretKeyRef === undefined) {
    return [
      {
        path,
        message:
          "says not which part of the secret the variable holds; write secretKeyRef: secret_string, username, password or access_token",
      },
    ];
  }
  if (directoryPath !== undefined && secretKeyRef !== undefined) {
    return [
      {
        path: [...path, "secretKeyRef"],
        message: "is only for envVarName; with directoryPath each part of the secret becomes a file",
      },
    ];
  }
  return [];
}

function reference(secret: unknown, path: Path): readonly Finding[] {
  if (typeof secret !== "object" || secret === null) return [];
  const { objectName, objectReference } = fieldsOf(secret);
  if ((objectName === undefined) !== (objectReference === undefined)) return [];
  return [{ path: [...path, "snowflakeSecret"], message: "needs one of objectName and objectReference" }];
}
