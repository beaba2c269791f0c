import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { namesOf } from "../../provider/resource/names";
import { definitions } from "../../provider/resources";
import { canonicalName, canonicalQualified, storedName } from "../../provider/sql";
import { type Entry, type Stage, startStage } from "../resource/lifecycle/stage";
import { type Example, examples, least } from "../resources/examples";
import { parse } from "./parse";
import { goPeer, type PeerOrReason, pythonPeer } from "./set-up";
import {
  type DeclaredObject,
  declaredObjects,
  driftOf,
  fullName,
  inTicks,
  declaredKinds as kinds,
  rowsOf,
  seenBy,
  showAll,
  visibleIn,
} from "./shown";
import { type PeerResult, talk } from "./talk";

const setUpMs = 900_000;
/** What stands behind the name and behind the comment, where somebody makes an object in a worksheet. */
const byHand = {
  database: ["", ""],
  procedure: ["RETURNS INT LANGUAGE SQL", "AS 'BEGIN RETURN 1; END'"],
  schema: ["", ""],
  stage: ["", ""],
  table: ["(ID INT)", ""],
  task: ["", "AS SELECT 1"],
  warehouse: ["", ""],
} as const;
const hostile = [
  'it\'s "quoted"',
  "back\\slash \\' \\n",
  "; DROP DATABASE SAFE; --",
  "$$ /* a.b.c */ $$",
  "{{ x }} &y :1 ? %s",
  "  lower and blanks  ",
  "é 😀 漢字",
  "x".repeat(255),
];

describe("Beside clients that others wrote", () => {
  let stage: Stage;
  let python: PeerOrReason;
  let entries: Entry[] = [];
  beforeAll(async () => {
    python = await pythonPeer();
    stage = await startStage();
    const needs = Object.values(examples).flatMap((kind) =>
      Object.values<Example>(kind).flatMap((example) => example.needs ?? []),
    );
    await runAs(python, ...new Set(needs), "CREATE DATABASE SAFE");
  }, setUpMs);
  afterAll(() => stage?.close());

  test("Python is shown what we declare", async () => {
    entries = await inTurn(({ kind, declared }) => stage.run().up(kind, declared("a")));
    expect(await shownToPython(entries)).toEqual(entries.map(({ inputs }) => visibleIn(inputs)));
  });

  test("Python is shown what we change", async () => {
    entries = await inTurn(({ kind, declared }, entry) => stage.run().up(kind, declared("b"), entry));
    expect(await shownToPython(entries)).toEqual(entries.map(({ inputs }) => visibleIn(inputs)));
  });

  test("we are shown what Python changes, and repair it", async () => {
    const drifts = declaredObjects.flatMap(({ kind, name, keys }) =>
      keys.map(
        (key) =>
          [
            driftOf(kind, key),
            `ALTER ${definitions[kind].noun} ${fullName(kind, name)} ${driftOf(kind, key)}`,
          ] as const,
      ),
    );
    await runAs(python, ...drifts.flatMap(([drift, statement]) => (drift === undefined ? [] : [statement])));
    const seen = await inTurn(async ({ kind, name }, entry) => {
      const found = await stage.run().refresh(kind, entry);
      if (found === undefined) throw new Error(`${name} was not found`);
      return found;
    });
    for (const [index, { kind, keys }] of declaredObjects.entries()) {
      for (const key of keys.filter((one) => driftOf(kind, one) !== undefined))
        expect({ [key]: seen[index]?.inputs[key] }).not.toEqual({ [key]: entries[index]?.inputs[key] });
    }
    expect(await shownToPython(seen)).toEqual(seen.map(({ inputs }) => visibleIn(inputs)));

    await inTurn(({ kind }, entry, index) => stage.run().up(kind, entry.inputs, seen[index]));
    expect(await shownToPython(entries)).toEqual(entries.map(({ inputs }) => visibleIn(inputs)));
  });

  test.each(Object.keys(byHand) as (keyof typeof byHand)[])(
    "hostile names and comments of a %s pass both ways",
    async (kind) => {
      const ended = (end: string) => hostile.map((text) => `${[...text].slice(1).join("")}${end}`);
      const [ours, theirs] = [ended("o"), ended("t")];
      const written = (name: string) => canonicalName(storedName(name));
      const [{ noun }, [more, last]] = [definitions[kind], byHand[kind]];
      const created = await Promise.all(
        ours.map((name, index) =>
          stage.run().up(kind, { ...least(definitions[kind]), name: written(name), comment: hostile[index] }),
        ),
      );
      const [listed] = await runAs(
        python,
        showAll(kind),
        ...theirs.map(
          (name, index) =>
            `CREATE ${noun} ${fullName(kind, name)} ${more} COMMENT = ${inTicks(hostile[index] ?? "")} ${last}`,
        ),
        ...ours.map(
          (name, index) => `ALTER ${noun} ${fullName(kind, name)} SET COMMENT = ${inTicks(theirs[index] ?? "")}`,
        ),
      );
      const comments = new Map(rowsOf(listed).map((row) => [row["name"], row["comment"] ?? row["description"]]));
      expect(ours.map((name) => comments.get(name))).toEqual(hostile);

      const { handlers } = stage.run();
      for (const [index, name] of theirs.entries()) {
        const id = canonicalQualified(
          namesOf(definitions[kind], { database: "SCRATCH", schema: "PUBLIC", name: written(name) }),
        );
        expect((await handlers[kind].read(id, {}))?.outputs).toMatchObject({
          name: written(name),
          comment: hostile[index],
        });
      }
      for (const [index, entry] of created.entries()) {
        const seen = await stage.run().refresh(kind, entry);
        expect(seen?.inputs).toMatchObject({ comment: theirs[index] });
        await stage.run().destroy(kind, seen ?? entry);
      }
      const [left] = await runAs(python, showAll(kind));
      const names = rowsOf(left).map((row) => row["name"]);
      expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/o$/)]));
      expect(names).toEqual(expect.arrayContaining(theirs));
    },
  );

  test("what Python dropped is gone to us, and made again", async () => {
    const [{ kind, name, declared } = missing()] = declaredObjects;
    await runAs(python, `DROP ${kind} ${fullName(kind, name)}`);
    const entry = entries[0] ?? missing();
    expect(await stage.run().refresh(kind, entry)).toBeUndefined();
    entries[0] = await stage.run().up(kind, declared("a"));
    expect((await shownToPython(entries))[0]).toEqual(visibleIn(entries[0].inputs));
  });

  test(
    "Go is shown what Python is shown",
    async (context) => {
      const go = await goPeer();
      if ("missing" in go) context.skip(`The Go driver is not tested: ${go.missing}.`);
      const shows = declaredObjects.map(({ kind, name }) => `SHOW PARAMETERS IN ${kind} ${fullName(kind, name)}`);
      const statements = [...kinds.map(showAll), ...shows];
      const told = (results: PeerResult[]) =>
        results.map((result) => rowsOf(result).map(({ name, key, comment, value }) => ({ name, key, comment, value })));
      const fromGo = told(await runAs(go, ...statements));
      expect(fromGo).toEqual(told(await runAs(python, ...statements)));
      expect(fromGo[0]?.length).toBeGreaterThan(hostile.length);
    },
    setUpMs,
  );

  test("everything that was sent is one statement each to a parser that others wrote", async () => {
    const parsed = await parse(stage.sent());
    const wrong = [...parsed].filter(([, { error, statements }]) => error !== null || statements.length !== 1);
    expect(wrong).toEqual([]);
    const verbs = new Set([...parsed.values()].map(({ tokens }) => tokens[0]?.[1]));
    expect([...verbs]).toEqual(expect.arrayContaining(["CREATE", "ALTER", "SHOW", "DROP"]));
  });

  /** Runs statements with a client in one session; each has to succeed. */
  async function runAs(peer: PeerOrReason, ...statements: string[]): Promise<PeerResult[]> {
    if ("missing" in peer) throw new Error(peer.missing);
    const login = { url: stage.emulator.url, user: "ada", password: "correct horse battery" };
    const answer = await talk(peer, login, statements);
    expect(answer.login).toBeNull();
    const failed = answer.results.flatMap(({ error }, index) => (error === null ? [] : [[statements[index], error]]));
    expect(failed).toEqual([]);
    return answer.results;
  }

  async function inTurn<T>(work: (object: DeclaredObject, entry: Entry, index: number) => Promise<T>): Promise<T[]> {
    const done: T[] = [];
    for (const [index, object] of declaredObjects.entries())
      done.push(await work(object, entries[index] as Entry, index));
    return done;
  }

  /** What Python reads of each object, by keyword. */
  async function shownToPython(declared: readonly Entry[]): Promise<Readonly<Record<string, string>>[]> {
    const shows = declaredObjects.map(({ kind, name }) => `SHOW PARAMETERS IN ${kind} ${fullName(kind, name)}`);
    const results = (await runAs(python, ...kinds.map(showAll), ...shows)).map(rowsOf);
    const parameters = results.slice(kinds.length);
    return declaredObjects.map(({ kind, name }, index) => {
      const row = results[kinds.indexOf(kind)]?.find((one) => one["name"] === name) ?? {};
      return seenBy(kind, row, parameters[index] ?? [], declared[index]?.inputs ?? {});
    });
  }
});

function missing(): never {
  throw new Error("There are no objects.");
}
