import { expect } from "vitest";
import type { Stage } from "../resource/lifecycle/stage";
import { misreadForms, misreadQuestions } from "./code-forms";
import { parse, skeletonOf } from "./parse";
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

/** Checks that each text is one statement to a parser that others wrote, as far as it knows what Snowflake's manual has. */
export async function expectOneStatementEach(texts: readonly string[]): Promise<void> {
  const parsed = [...(await parse(texts))].filter(
    ([, found]) => ![...misreadForms, ...misreadQuestions].some((misread) => misread.test(skeletonOf(found))),
  );
  const wrong = parsed.filter(([, { error, statements }]) => error !== null || statements.length !== 1);
  expect(wrong).toEqual([]);
  expect(parsed.length).toBeGreaterThan(10);
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
