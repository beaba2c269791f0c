import { isUnknown } from "../resource/unknown";
import { show } from "./fields";
import type { Finding } from "./issues";
import type { Path } from "./place";
import { fieldsOf, textOf } from "./reading";

/** Where and how a container's session token is put. */
export function tokenFindings(container: unknown, path: Path): readonly Finding[] {
  const { mountSessionToken, sessionTokenConfig } = fieldsOf(container);
  if (typeof sessionTokenConfig !== "object" || sessionTokenConfig === null) return [];
  const place = [...path, "sessionTokenConfig"];
  if (mountSessionToken === false) {
    return [
      { path: place, message: "is for a token that mountSessionToken: false leaves out; take one of the two out" },
    ];
  }
  const { path: directory, permission } = fieldsOf(sessionTokenConfig);
  if (Object.values(sessionTokenConfig).every((value) => value === undefined)) {
    return [{ path: place, message: "is empty; write path, permission or mountConnectionConfig, or take it out" }];
  }
  return [
    ...directoryFindings(directory, [...place, "path"]),
    ...modeFindings(permission, directory, [...place, "permission"]),
  ];
}

function directoryFindings(directory: unknown, path: Path): readonly Finding[] {
  const written = textOf(directory);
  if (written === undefined) return [];
  const steps = written.slice(1).split("/");
  const wellFormed =
    /^\/[A-Za-z0-9/_.-]+$/.test(written) && steps.every((one) => one !== "" && one !== "." && one !== "..");
  if (wellFormed) return [];
  return [
    {
      path,
      message: `${show(written)} is not a directory for the token: an absolute path of letters, digits, _, - and ., without . or .. as a step and without / last`,
    },
  ];
}

function modeFindings(permission: unknown, directory: unknown, path: Path): readonly Finding[] {
  if (permission === undefined || isUnknown(permission)) return [];
  if (directory === undefined) return [{ path, message: "is only for a token with a path; write path too" }];
  const written = textOf(permission);
  if (written === undefined) return [];
  const mode = /^0[0-7]{3}$/.test(written) ? Number.parseInt(written, 8) : 0;
  const allowed = (mode & 0o400) !== 0 && (mode & ~0o644) === 0;
  return allowed
    ? []
    : [{ path, message: `${show(written)} is not a mode for the token: "0400", "0600", "0640" and "0644" are` }];
}
