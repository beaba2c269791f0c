import { capitalised } from "../client/advice";
import type { Row } from "../client/client";
import { SqlError, TimeoutError } from "../client/errors";
import type { Waiting } from "../resource/definition";
import { type Act, adviceOf } from "../resource/lifecycle/context";
import { type Poll, poll } from "../resource/lifecycle/polling";
import { locate } from "../resource/locate";
import { called } from "../resource/names";
import { canonicalQualified, quoted, type StoredName } from "../sql";
import { type ContainerStatus, containersOf, failureOf, inWords } from "./container-status";
import { endOf, isGoing } from "./job-service-status";
import { withoutSecrets } from "./service-secrets";

/** Unless the resource says otherwise. */
const longestMs = 60 * 60_000;

/**
 * Waits until a job is done.
 *
 * @throws SqlError with what its containers say, if it fails, is cancelled or is dropped.
 * @throws TimeoutError if it takes too long: it goes on running.
 */
export async function waitForJob(act: Act, { name, row, after }: Waiting): Promise<Row> {
  if (after["waitFor"] === "none") return row;
  const watch = new Watch(act, name, row, after["spec"]);
  const done = await poll(Date.now() + (act.timeoutMs ?? longestMs), (round) => watch.look(round));
  if (done === undefined) throw watch.late();
  return done;
}

/** Looks at a job until it has ended. */
class Watch {
  readonly #act: Act;
  readonly #name: readonly StoredName[];
  readonly #spec: unknown;
  /** What was read before the first look. */
  #row: Row | undefined;
  #said = "";
  #containers: readonly ContainerStatus[] = [];

  constructor(act: Act, name: readonly StoredName[], row: Row, spec: unknown) {
    this.#act = act;
    this.#name = name;
    this.#row = row;
    this.#spec = spec;
  }

  /** The row of a job that is done; absent while it is not. @throws SqlError if it will not be. */
  async look(round: Poll): Promise<Row | undefined> {
    const row = this.#row ?? (await locate(this.#act.definition, this.#act.client, this.#name, "fresh"));
    this.#row = undefined;
    if (row === undefined || isGoing(row)) throw this.#failed("It was dropped before it was done.");
    const end = endOf(row);
    if (end === "DONE") return row;
    await round.space();
    this.#containers = await containersOf(this.#act, this.#name);
    if (end === undefined) {
      this.#say(`is ${row["status"]}: ${this.#shown(inWords(this.#containers))}`);
      return undefined;
    }
    const told = this.#shown(await failureOf(this.#act, this.#name, this.#containers));
    const what = end === "CANCELLED" ? "It was cancelled" : `It ended as ${end}`;
    throw this.#failed(`${what}${told === "" ? "." : `:${told}\n`}`);
  }

  /** What is said when the time is over. */
  late(): TimeoutError {
    const last = this.#containers.length === 0 ? "" : ` Its containers: ${this.#shown(inWords(this.#containers))}.`;
    const { next, timeouts } = adviceOf(this.#act.context);
    return new TimeoutError({
      ...this.#about(),
      message:
        `It is not done in time, and goes on running.${last} ${capitalised(next)} waits for it again. ` +
        `Give it longer with ${timeouts('timeouts ({ create: "3h" })')}, or cancel it: SELECT ${quoted(...this.#name).text}!SPCS_CANCEL_JOB()`,
    });
  }

  /** What containers say: they may write their variables to their logs. */
  #shown(text: string): string {
    return withoutSecrets(text, this.#spec);
  }

  #failed(what: string): SqlError {
    const next = `Mend its image or its spec, and ${adviceOf(this.#act.context).again}: it runs again then.`;
    return new SqlError({ ...this.#about(), message: `${what}${what.endsWith("\n") ? "" : " "}${next}` });
  }

  #about() {
    return { objectKind: this.#act.definition.kind, name: canonicalQualified(this.#name) };
  }

  #say(what: string): void {
    if (what === this.#said) return;
    this.#said = what;
    this.#act.context.say(`${called(this.#act.definition, this.#name)} ${what}`);
  }
}
