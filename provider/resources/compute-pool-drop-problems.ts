import type { Advice } from "../client/advice";
import { DataLossError, InvalidArgumentError, type SnowflakeError } from "../client/errors";
import { called } from "../resource/names";
import { allowLossSetting } from "../resource/one-run";
import type { DataLoss } from "../resource/options";
import { canonicalQualified, type StoredName } from "../sql";
import { computePools } from "./compute-pool-known";
import type { Load } from "./compute-pool-load";
import { inWords } from "./compute-pool-services";

/** Lines of what is on a pool. */
export function linesOf({ services, unseen }: Load): readonly string[] {
  const beyond = [counted(unseen.services, "service"), counted(unseen.jobs, "job")].flatMap((what) =>
    what === undefined ? [] : [`${what} that this role does not see`],
  );
  return [...services.map(inWords), ...beyond];
}

/** Something is on the pool, and the program has not said that it may go. */
export function notDropped(name: readonly StoredName[], load: Load, advice: Advice): SnowflakeError {
  const isGoing = load.services.every(({ status }) => status === "DELETING") && load.services.length > 0;
  const wait = isGoing ? "They are still being deleted: run the same again in a while. " : "";
  return new InvalidArgumentError({
    objectKind: computePools.kind,
    name: canonicalQualified(name),
    message:
      `Refused to drop ${called(computePools, name)}: on it there ${linesOf(load).length === 1 ? "is" : "are"}${listed(linesOf(load))}\n` +
      `Nothing was stopped. ${wait}Ways out: drop them first, or let them run on another pool; ` +
      `${advice.allowDropWithServices}; ${advice.keep("pool", { wholly: true })}.`,
  });
}

/** What is on the pool may go, but the data that it holds may not. */
export function wouldLoseVolumes(
  name: readonly StoredName[],
  dataLoss: DataLoss,
  volumes: readonly string[],
  advice: Advice,
): SnowflakeError {
  const oneRun = allowLossSetting(computePools.kind, canonicalQualified(name));
  return new DataLossError({
    objectKind: computePools.kind,
    name: canonicalQualified(name),
    message:
      `Refused to drop ${called(computePools, name)} with what is on it, which holds data that nothing brings back:${listed(volumes)}\n` +
      `Nothing was stopped. Its dataLoss is "${dataLoss}". Ways out: drop these services first, by whoever may lose their data; ` +
      `${advice.allowLoss({ on: "pool", recoverable: false, oneRun })}; ${advice.keep("pool", { wholly: true })}.`,
  });
}

function listed(lines: readonly string[]): string {
  const shown = lines.slice(0, 10).map((line) => `\n  - ${line}`);
  return `${shown.join("")}${lines.length > 10 ? `\n  - … and ${lines.length - 10} more` : ""}`;
}

function counted(count: number, what: string): string | undefined {
  return count === 0 ? undefined : `${count} ${what}${count === 1 ? "" : "s"}`;
}
