/** How one reading of a log goes on from the one before. */
export interface Continued {
  /** The lines that are new. */
  readonly fresh: readonly string[];
  /** Whether nothing was lost between: the new reading begins with what the old one ends with, or the old one was empty. */
  readonly isWhole: boolean;
}

/**
 * What is new in a log that was read twice. Snowflake answers its newest lines and no times: a reading begins where the first one
 * began, or later, perhaps in the middle of a line.
 */
export function continued(before: readonly string[], now: readonly string[]): Continued {
  if (before.length === 0 || now.length === 0) return { fresh: now, isWhole: true };
  const common = Math.max(overlap(before, now), overlapOfCut(before, now));
  return { fresh: now.slice(common), isWhole: common > 0 };
}

/** The same where the first line is the rest of one. */
function overlapOfCut(before: readonly string[], [cut = "", ...now]: readonly string[]): number {
  const common = overlap(before, now);
  if (common === 0) return 0;
  const whole = before.at(-common - 1);
  return whole?.endsWith(cut) === true ? common + 1 : 0;
}

/** How many lines at the end of one list are those at the beginning of another: as many as possible. */
function overlap(ends: readonly string[], begins: readonly string[]): number {
  const shorter = shorterMatches(begins);
  let matched = 0;
  for (const line of ends) {
    matched = grown(begins, shorter, matched, line);
  }
  return matched;
}

/** For each number of first lines, how many of the first lines are the last of those, without being all of them. */
function shorterMatches(lines: readonly string[]): readonly number[] {
  const shorter = [0];
  for (let index = 1; index < lines.length; index += 1) {
    shorter.push(grown(lines, shorter, shorter[index - 1] ?? 0, lines[index] ?? ""));
  }
  return shorter;
}

/** How many of the first lines are matched after another line, where so many were before it. */
function grown(lines: readonly string[], shorter: readonly number[], matched: number, line: string): number {
  let count = matched;
  while (count > 0 && (count === lines.length || lines[count] !== line)) count = shorter[count - 1] ?? 0;
  return lines[count] === line ? count + 1 : count;
}
