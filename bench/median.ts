import type { Measured } from "./goals";

/** Several rounds as one: the median of times, the worst of counts. */
export function summary(rounds: readonly Measured[]): Measured {
  const [first] = rounds;
  if (first === undefined) throw new TypeError("There is no round to sum up");
  const median = (of: (round: Measured) => number) => rounds.map(of).sort((a, b) => a - b)[rounds.length >> 1] ?? 0;
  const worst = (of: (round: Measured) => number) => Math.max(...rounds.map(of));
  return {
    statements: worst(({ statements }) => statements),
    logins: worst(({ logins }) => logins),
    driver: rounds.some(({ driver }) => driver),
    memoryMb: worst(({ memoryMb }) => memoryMb),
    stateBytes: worst(({ stateBytes }) => stateBytes),
    tookMs: median(({ tookMs }) => tookMs),
    emptyMs: median(({ emptyMs }) => emptyMs),
    ratio: median(({ ratio }) => ratio),
    cpuRatio: median(({ cpuRatio }) => cpuRatio),
    firstStatementMs:
      first.firstStatementMs === undefined ? undefined : median(({ firstStatementMs }) => firstStatementMs ?? 0),
    verbs: first.verbs,
  };
}
