import type { Access } from "../catalog/access";
import type { Catalog } from "../catalog/catalog";
import type { Containers } from "../container/containers";
import type { Waiters } from "../container/waiters";
import type { StatementTimes } from "../query/statement-times";
import type { StatementResult } from "../result";
import type { Binding, Session } from "../session";
import type { SharedFiles } from "../stage/shared-files";
import type { Cursor } from "../syntax/cursor";
import type { Scheduler } from "../task-run/scheduler";
import type { Kind } from "./kind";

/** The emulated account as the context functions show it. */
export interface AccountFacts {
  organization: string;
  name: string;
  region: string;
  edition: "STANDARD" | "ENTERPRISE";
  /** `any`: whatever is asked for is in an image repository. */
  images: "pushed" | "any";
}

/** What a statement is carried out on. */
export interface Context {
  readonly account: AccountFacts;
  readonly catalog: Catalog;
  readonly session: Session;
  readonly access: Access;
  readonly kinds: Kinds;
  /** Results of the session's former statements, by query id. */
  readonly results: ReadonlyMap<string, StatementResult>;
  readonly statements: StatementTimes;
  /** Runs of tasks. */
  readonly scheduler: Scheduler;
  /** What runs on compute pools. */
  readonly containers: Containers;
  /** Statements that wait for their answers. */
  readonly waiters: Waiters;
  /** Files that have pre-signed addresses. */
  readonly sharedFiles: SharedFiles;
  /** Id of the statement. */
  readonly queryId: string;
  /** When the statement was first tried: one that waits is tried again. */
  readonly askedOn: number;
  /** Whether the answer may come later: not in the body of a task or procedure, whose statements take no time. */
  readonly mayWait: boolean;
  /** Runs one statement of a body, in the session of the context or another. */
  readonly run: RunStatement;
}

/** Runs one statement within another, which calls it; its id is a new one. */
export type RunStatement = (
  text: string,
  options?: { session?: Session; bindings?: Record<string, Binding> },
) => { queryId: string; result: StatementResult };

/** A statement that was read in full and is ready to be carried out. */
export type Action = (context: Context) => StatementResult;

/** A statement by the words that it begins with. */
export interface Statement {
  words: readonly string[];
  /** Reads what follows the words. */
  parse(cursor: Cursor, kinds: Kinds): Action;
}

/** The kinds of objects that the emulator knows. */
export class Kinds {
  readonly all: readonly Kind[];
  private readonly byName: ReadonlyMap<string, Kind>;

  constructor(kinds: readonly Kind[]) {
    this.all = [...kinds].sort((a, b) => b.words.length - a.words.length);
    this.byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  }

  get(kind: string): Kind {
    const found = this.byName.get(kind);
    if (!found) throw new Error(`no kind ${kind}`);
    return found;
  }

  /** Reads the words of a kind: `DATABASE`, `RESOURCE MONITOR` … */
  read(cursor: Cursor): Kind {
    const found = this.all.find(
      ({ words, otherWords }) => cursor.accept(...words) || (otherWords && cursor.accept(...otherWords)),
    );
    return found ?? cursor.unexpected();
  }

  /** Reads the plural of a kind, as SHOW has it. */
  readPlural(cursor: Cursor): Kind {
    const found = this.all.find(
      ({ plural, otherPlural }) => cursor.accept(...plural) || (otherPlural && cursor.accept(...otherPlural)),
    );
    return found ?? cursor.unexpected();
  }
}
