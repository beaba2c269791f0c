import { expect } from "vitest";
import type { Stage } from "../resource/lifecycle/stage";
import type { PeerOrReason } from "./set-up";
import { rowsOf } from "./shown";
import { type PeerStatement, talk } from "./talk";

/** A row as a client has decoded it, by column. */
export type SeenRow = Readonly<Record<string, unknown>>;

/** Runs statements with a client in one session, each of which has to succeed; answers the rows of each. */
export async function inWorksheet(
  peer: PeerOrReason,
  { emulator }: Stage,
  ...statements: readonly PeerStatement[]
): Promise<readonly (readonly SeenRow[])[]> {
  if ("missing" in peer) throw new Error(peer.missing);
  const login = { url: emulator.url, user: "ada", password: "correct horse battery" };
  const answer = await talk(peer, login, statements);
  expect(answer.login).toBeNull();
  const failed = answer.results.flatMap(({ error }, index) => (error === null ? [] : [[statements[index], error]]));
  expect(failed).toEqual([]);
  return answer.results.map(rowsOf);
}

/** The parameters that are an object's own, among the rows of SHOW PARAMETERS. */
export function ownParameters(rows: readonly SeenRow[] | undefined, noun: string): SeenRow {
  return Object.fromEntries(
    (rows ?? []).filter(({ level }) => level === noun).map(({ key, value }) => [String(key), value]),
  );
}

/** Properties and values, as DESCRIBE lists them. */
export function described(rows: readonly SeenRow[] | undefined): SeenRow {
  return Object.fromEntries((rows ?? []).map(({ property, value }) => [String(property), value]));
}
