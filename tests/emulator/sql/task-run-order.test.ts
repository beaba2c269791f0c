import fc from "fast-check";
import { expect, test } from "vitest";
import { TaskAccount } from "./task-run-account";

interface Member {
  /** Places of the predecessors, all before its own. */
  after: number[];
  does: "succeeds" | "fails" | "rests" | "is skipped";
}

const graph = fc
  .array(
    fc.record({
      picks: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      does: fc.constantFrom<Member["does"][]>("succeeds", "fails", "rests", "is skipped"),
    }),
    { maxLength: 9 },
  )
  .map((drawn) =>
    drawn.map(({ picks, does }, i): Member => ({ does, after: [...new Set(picks.map((pick) => pick % (i + 1)))] })),
  );

const bodies = { succeeds: "", fails: "SELECT * FROM NONE", rests: "", "is skipped": "" };

/** What a member comes to, said once more: `undefined` if it is not reached. */
function expected(members: readonly Member[]): (string | undefined)[] {
  const states: (string | undefined)[] = ["SUCCEEDED"];
  for (const { after, does } of members) {
    const before = after.map((place) => states[place]);
    const goesOn = before.every((state) => state === "SUCCEEDED" || state === "RESTS");
    const allRest = before.length > 1 && before.every((state) => state === "RESTS");
    const own = { succeeds: "SUCCEEDED", fails: "FAILED", rests: "RESTS", "is skipped": "SKIPPED" }[does];
    states.push(goesOn && !allRest ? own : undefined);
  }
  return states;
}

test("any graph runs each task that is reached once, after its predecessors, and no other", () => {
  fc.assert(
    fc.property(graph, (members) => {
      const account = new TaskAccount();
      const name = (place: number) => `T${place}`;
      account.root(name(0));
      for (const [i, { after, does }] of members.entries()) {
        const when = does === "is skipped" ? "WHEN SYSTEM$STREAM_HAS_DATA('NONE')" : "";
        const options = { when, ...(bodies[does] && { body: bodies[does] }) };
        account.child(name(i + 1), after.map(name).join(", "), options);
      }
      for (const [i, { does }] of members.entries())
        if (does === "rests") account.run(`ALTER TASK ${name(i + 1)} SUSPEND`);
      account.run("EXECUTE TASK T0");
      const states = expected(members);
      const runs = account.history();
      const wanted = states.flatMap((state, i) =>
        state === undefined || state === "RESTS" ? [] : [`${name(i)} ${state}`],
      );
      expect(runs.map(({ NAME, STATE }) => `${NAME} ${STATE}`).toSorted()).toEqual(wanted.toSorted());
      const place = new Map(runs.map(({ NAME }, i) => [NAME, i]));
      for (const [i, { after }] of members.entries()) {
        const own = place.get(name(i + 1));
        for (const before of after) {
          const earlier = place.get(name(before));
          if (own !== undefined && earlier !== undefined) expect(earlier).toBeLessThan(own);
        }
      }
    }),
    { numRuns: 60 },
  );
});
