import type { Sql } from "../sql/sql";
import type { Listing, Row, Sought } from "./client";
import { ObjectMissingError } from "./snowflake-error";

/** How long a `fresh` read waits for others that ask for the same, so that a burst shares one statement. */
const GATHER_MS = 20;
/** How long it waits at most for writes in the container, and for a listing under way, whose callers will ask next. */
const GATHER_AT_MOST_MS = 250;
const SNAPSHOT_MS = 60_000;

type Rows = readonly Row[];

interface Snapshot {
  readonly rows: Promise<Rows>;
  /** Forgets the snapshot when it is too old. */
  readonly expiry: NodeJS.Timeout;
  /** How many writes had begun or ended in the container when it was sent. */
  readonly writesSeen: number;
}

interface Shared {
  /** Sent and not answered yet. */
  underWay: Set<Promise<Rows>>;
  /** Not sent yet: whoever comes now still shares it. */
  gathering?: Promise<Rows>;
  /** What those look for who share it; absent stands for everything. */
  sought: (Sought | undefined)[];
  snapshot?: Snapshot;
}

interface Container {
  writing: number;
  /** Grows when a write begins and when it ends. */
  writes: number;
  readonly listings: Map<string, Shared>;
  /** Called whenever a write or a listing ends. */
  readonly waiting: Set<() => void>;
}

/** Listings that concurrent callers share. */
export class Listings {
  readonly #containers = new Map<string, Container>();
  readonly #send: (listing: Listing) => Promise<Rows>;
  readonly #log: (line: string) => void;

  constructor(send: (listing: Listing) => Promise<Rows>, log: (line: string) => void) {
    this.#send = send;
    this.#log = log;
  }

  /** Rows that are at most a minute old, and newer than the last write of this process in the container. */
  shared(listing: Listing): Promise<Rows> {
    const [container, shared] = this.#find(listing);
    if (shared.snapshot?.writesSeen === container.writes) {
      this.#log(`shared: ${listing.statement}`);
      return shared.snapshot.rows;
    }
    if (shared.gathering === undefined) return this.#sendNow(listing, container, shared);
    shared.sought.push(undefined);
    return shared.gathering;
  }

  /** Rows of a statement that is sent after this call. */
  fresh(listing: Listing): Promise<Rows> {
    const [container, shared] = this.#find(listing);
    shared.sought.push(listing.sought);
    if (shared.gathering === undefined) {
      shared.gathering = this.#gather(listing, container, shared);
    } else {
      this.#log(`shared: ${listing.statement}`);
    }
    return shared.gathering;
  }

  /** Runs a write; what was listed before it ends is not used any more. */
  async writing<T>(name: string, work: () => Promise<T>): Promise<T> {
    const container = this.#container(name);
    container.writing++;
    this.#wrote(container);
    try {
      return await work();
    } finally {
      container.writing--;
      this.#wrote(container);
      announce(container);
    }
  }

  /** Lets go of everything that was listed. */
  forget(): void {
    for (const container of this.#containers.values()) {
      for (const shared of container.listings.values()) discard(shared);
    }
  }

  async #gather(listing: Listing, container: Container, shared: Shared): Promise<Rows> {
    const end = Date.now() + GATHER_AT_MOST_MS;
    let isSettled = false;
    while (!isSettled && Date.now() < end) {
      if (!isQuiet(container, shared)) await somethingEnds(container, end - Date.now());
      // Whoever wrote asks next, but not in the same breath.
      await pause(GATHER_MS);
      isSettled = isQuiet(container, shared);
    }
    delete shared.gathering;
    const narrow = narrowed(shared.sought.splice(0));
    if (narrow === undefined) return this.#sendNow(listing, container, shared);
    // What is about to be known is newer than the snapshot, and may contradict it.
    discard(shared);
    return this.#track(this.#send({ ...listing, statement: narrow }), container, shared);
  }

  #sendNow(listing: Listing, container: Container, shared: Shared): Promise<Rows> {
    const rows = this.#send(listing);
    const forget = (): void => {
      if (shared.snapshot?.rows === rows) discard(shared);
      this.#drop(listing, container, shared);
    };
    discard(shared);
    shared.snapshot = { rows, writesSeen: container.writes, expiry: setTimeout(forget, SNAPSHOT_MS).unref() };
    // A failure is told to those who wait for it, and to nobody after them; that a container is missing is an answer.
    rows.catch((error) => {
      if (!(error instanceof ObjectMissingError)) forget();
    });
    return this.#track(rows, container, shared);
  }

  #track(rows: Promise<Rows>, container: Container, shared: Shared): Promise<Rows> {
    shared.underWay.add(rows);
    const done = (): void => {
      shared.underWay.delete(rows);
      announce(container);
    };
    rows.then(done, done);
    return rows;
  }

  #wrote(container: Container): void {
    container.writes++;
    for (const shared of container.listings.values()) discard(shared);
  }

  #find(listing: Listing): [Container, Shared] {
    const container = this.#container(listing.container);
    const known = container.listings.get(listing.statement.text);
    if (known !== undefined) return [container, known];
    const shared: Shared = { underWay: new Set(), sought: [] };
    container.listings.set(listing.statement.text, shared);
    return [container, shared];
  }

  #container(name: string): Container {
    const known = this.#containers.get(name);
    if (known !== undefined) return known;
    const container: Container = { writing: 0, writes: 0, listings: new Map(), waiting: new Set() };
    this.#containers.set(name, container);
    return container;
  }

  #drop(listing: Listing, container: Container, shared: Shared): void {
    const isIdle = shared.snapshot === undefined && shared.gathering === undefined && shared.underWay.size === 0;
    if (isIdle) container.listings.delete(listing.statement.text);
  }
}

/** The listing of what all callers look for; absent if there is no narrower one, or somebody wants everything. */
function narrowed(sought: readonly (Sought | undefined)[]): Sql | undefined {
  const [first] = sought;
  if (first === undefined || sought.includes(undefined)) return undefined;
  return first.narrow(sought.flatMap((one) => (one === undefined ? [] : [one.path])));
}

/** What texts have in common at their start. */
export function commonPrefix([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    while (length > 0 && !other.startsWith(first.slice(0, length))) length--;
  }
  // Half of a surrogate pair is no text.
  return first.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}

function isQuiet(container: Container, shared: Shared): boolean {
  return container.writing === 0 && shared.underWay.size === 0;
}

/** Gives the rows back to the garbage collector at once: a listing of thousands of objects is large. */
function discard(shared: Shared): void {
  clearTimeout(shared.snapshot?.expiry);
  delete shared.snapshot;
}

/** Waits until a write or a listing ends in the container, or the time is up. */
function somethingEnds(container: Container, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      container.waiting.delete(done);
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    container.waiting.add(done);
  });
}

function announce(container: Container): void {
  for (const wake of [...container.waiting]) wake();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
