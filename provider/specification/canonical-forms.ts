import { canonicalQualified, IdentifierError, parseQualified } from "../sql";
import type { Rule } from "./rule";

/** Name of an object, in the one spelling of its identifiers; as it is if it is none. */
export const canonicalName: Rule = (written) => {
  if (typeof written !== "string") return written;
  try {
    return canonicalQualified(parseQualified(written));
  } catch (error) {
    if (error instanceof IdentifierError) return written;
    throw error;
  }
};

/** A stage, `@db.schema.stage/folder`: its name as an identifier, the folder as it is, no slash last. */
export const canonicalStage: Rule = (written) => {
  if (typeof written !== "string") return written;
  const [, stage, folder = ""] = /^@((?:"(?:[^"]|"")*"|[^"/])+)(\/.*)?$/s.exec(written) ?? [];
  return stage === undefined ? written : `@${String(canonicalName(stage))}${folder.replace(/\/+$/, "")}`;
};

/** A directory without a slash last. */
export const canonicalDirectory: Rule = (written) =>
  typeof written === "string" ? written.replace(/(?<=.)\/+$/, "") : written;

/** A time in hours or days; `48h` is `2d`. */
export const canonicalTimeKept: Rule = (written) => {
  const [, number = "", unit] = /^(\d+)([hd])$/.exec(String(written)) ?? [];
  if (unit === undefined) return written;
  const hours = Number(number) * (unit === "d" ? 24 : 1);
  return hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
};

/** A time in hours, minutes and seconds; `90s` is `1m30s`. */
export const canonicalSeconds: Rule = (written) => {
  const [all, hours = "0", minutes = "0", seconds = "0"] =
    /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(String(written)) ?? [];
  if (all === undefined) return written;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const parts = [
    [Math.floor(total / 3600), "h"],
    [Math.floor(total / 60) % 60, "m"],
    [total % 60, "s"],
  ] as const;
  return (
    parts
      .filter(([number]) => number > 0)
      .map(([number, unit]) => `${number}${unit}`)
      .join("") || "0s"
  );
};
