import type { StatementResult } from "../emulator/engine/engine";
import type { SqlEngine } from "../emulator/http/context";

/** Statements that are held back. */
export interface Held {
  /** Resolves once a statement has come. */
  readonly came: Promise<void>;
  /** Runs what is held back; from now on, nothing is. */
  release(): void;
}

/** Holds statements back in an emulator until something else has happened: how long that takes does not matter. */
export function holdBack(engine: SqlEngine, match: RegExp): Held {
  const { execute, answer } = engine;
  const held = new WeakMap<object, () => StatementResult>();
  const came = signal();
  const released = signal();
  engine.execute = (session, text, options) => {
    const run = () => execute.call(engine, session, text, options);
    if (!match.test(text)) return run();
    const wait = { look: () => undefined };
    held.set(wait, run);
    came.give();
    return { columns: [], rows: [], statementTypeId: 0, wait };
  };
  engine.answer = async (session, { wait }, queryId, signal) => {
    const run = held.get(wait);
    if (!run) return answer?.call(engine, session, { wait }, queryId, signal) as Promise<StatementResult>;
    await released.given;
    return run();
  };
  return {
    came: came.given,
    release() {
      engine.execute = execute;
      released.give();
    },
  };
}

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
