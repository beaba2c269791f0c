import { expect, test } from "vitest";
import { ObjectExistsError, ObjectMissingError, SnowflakeError } from "../../sdk/root";
import { deeds } from "./accident-deeds";
import { Scene, type Victim } from "./accident-scene";
import { startRoot } from "./stage";

const internal = { code: "000603", sqlState: "XX000", message: "internal error" };
const accidents = {
  "a connection that breaks before it": { do: "drop-before" },
  "a connection that breaks after it": { do: "drop-after" },
  "a server that is not available": { do: "status", status: 503 },
  "a session that has expired": { do: "expire-session" },
  "a session that is gone": { do: "kill-session" },
  "an error": { do: "error", ...internal },
} as const;

/** What changes nothing is repeated by the client, whatever befalls it; tests of the client see to that. */
function isRead(sql: string): boolean {
  return /^(SHOW|DESCRIBE|SELECT (?!SYSTEM\$))/.test(sql);
}

/** What errors say of a deed that was done in part. */
const saysWhatWasDone = /was (changed|created|dropped|renamed)\b/;

test.concurrent.each(Object.entries(deeds))(
  "%s, struck at each statement by each accident",
  async (_, deed) => {
    const stage = await startRoot();
    const scene = new Scene(stage, deed);
    try {
      const first = await scene.victim();
      const former = scene.standing(first);
      stage.sent();
      await scene.act(first);
      const sent = stage.sent().filter((sql) => sql.includes(first.database.storedName));
      const expected = scene.standing(first);
      const strikes = sent.flatMap((sql, index) =>
        Object.entries(accidents)
          .filter(([kind]) => !isRead(sql) || kind === "an error" || kind === "a session that is gone")
          .map(([kind, fault]) => ({ sql, kind, nth: index + 1, fault })),
      );
      const victims = await Promise.all(strikes.map(() => scene.victim()));
      stage.emulator.setFaults(
        strikes.map(({ fault, nth }, index) => ({ match: `\\b${victims[index]?.database.name}`, nth, ...fault })),
      );
      const ends = await Promise.all(victims.map((victim) => scene.act(victim).catch((error: unknown) => error)));
      expect(stage.emulator.faults().map(({ fired }) => fired)).toEqual(strikes.map(() => 1));
      stage.emulator.setFaults([]);
      for (const [index, { sql, kind, nth }] of strikes.entries()) {
        const [victim, end] = [victims[index] as Victim, ends[index]];
        const label = `${nth}. ${sql}: ${kind}`;
        if (deed.isVerb && end instanceof Error && kind === "a session that is gone") {
          expect(end, label).toMatchObject({ kind: "Connection", outcomeUnknown: true });
          expect((end as Error).message).toMatch(/may have run: fetch\(\) what it is about to see/);
          continue;
        }
        if (kind !== "an error" || !(end instanceof Error)) {
          if (end instanceof Error) throw new Error(label, { cause: end });
          expect(scene.standing(victim), label).toEqual(expected);
          continue;
        }
        // An error that says nothing else has changed nothing.
        expect(end, label).toBeInstanceOf(SnowflakeError);
        const { message } = end as SnowflakeError;
        expect(message, label).toContain("internal error");
        if (!saysWhatWasDone.test(message)) expect(scene.standing(victim), label).toEqual(former);
        const isLeft = /suspended for that, and could not be resumed.* call resume\(\) on it/.test(message);
        if (deed.keepsRunning !== undefined && !isLeft)
          expect(scene.states(victim), `${label}: ${message}`).toMatchObject({ [deed.keepsRunning]: "started" });
      }
      // What a script does after an accident: the same again.
      const again = await Promise.all(
        victims.map((victim, index) =>
          ends[index] instanceof Error ? scene.actAgain(victim).catch((error: unknown) => error) : undefined,
        ),
      );
      for (const [index, victim] of victims.entries()) {
        const { sql, kind, nth } = strikes[index] ?? {};
        if (again[index] instanceof Error)
          expect([ObjectExistsError, ObjectMissingError]).toContain(again[index].constructor);
        expect(scene.standing(victim), `after ${nth}. ${sql}: ${kind}`).toEqual(expected);
      }
    } finally {
      await scene.close();
    }
  },
  180_000,
);
