import type { StoredName } from "../sql";
import { canonicalQualified } from "../sql";
import { containers } from "./names";
import type { DataLoss } from "./options";

/**
 * What this run's program has said of objects: which ones it stands for (created, taken up, renamed to, or found unchanged), so
 * that an older state entry of the same object does not drop it; which ones it replaces, and which it renames.
 */
export class Claims {
  readonly #claimed = new Map<string, string>();
  readonly #replaced = new Map<string, DataLoss>();
  readonly #replacedContainers = new Map<string, DataLoss>();
  readonly #dropped = new Set<string>();
  readonly #renamed = new Map<string, readonly StoredName[]>();
  readonly #successors = new Map<string, readonly StoredName[]>();
  readonly #predecessors = new Map<string, readonly StoredName[]>();

  /** A resource of the program stands for the object. */
  claim(kind: string, name: string, createdOn: string | undefined): void {
    if (createdOn !== undefined) this.#claimed.set(keyOf(kind, createdOn, name), name);
  }

  /** The resource is to be replaced or deleted: it stands for the object no more. */
  release(kind: string, name: string, createdOn: string | undefined): void {
    if (createdOn !== undefined) this.#claimed.delete(keyOf(kind, createdOn, name));
  }

  /** What may be lost with an object that is to be replaced, as the program says now; its state entry may say less. */
  mayLose(kind: string, name: string, createdOn: string | undefined): DataLoss | undefined {
    return createdOn === undefined ? undefined : this.#replaced.get(keyOf(kind, createdOn, name));
  }

  /** Its replacement has been allowed, with what that loses. */
  allowReplacement(kind: string, name: string, createdOn: string | undefined, dataLoss: DataLoss): void {
    if (createdOn !== undefined) this.#replaced.set(keyOf(kind, createdOn, name), dataLoss);
  }

  /** The same of a database or schema: what stands in it goes along. */
  allowReplacementWithContents(name: readonly StoredName[], dataLoss: DataLoss): void {
    this.#replacedContainers.set(canonicalQualified(name), dataLoss);
  }

  /** What may be lost of an object because a database or schema that holds it is replaced; absent if none is. */
  mayLoseWithContainer(name: readonly StoredName[]): DataLoss | undefined {
    const containers = name.slice(0, -1).map((_, index) => canonicalQualified(name.slice(0, index + 1)));
    return containers.map((container) => this.#replacedContainers.get(container)).find((loss) => loss !== undefined);
  }

  /** An object is dropped in this run, and made again. */
  replaces(kind: string, name: readonly StoredName[]): void {
    this.#dropped.add(nameOf(kind, name));
  }

  /** Whether an object is dropped in this run, and made again. */
  isReplaced(kind: string, name: readonly StoredName[]): boolean {
    return this.#dropped.has(nameOf(kind, name));
  }

  /** An object is replaced by one of another name, made before it is dropped. */
  succeed(kind: string, from: readonly StoredName[], to: readonly StoredName[]): void {
    this.#successors.set(nameOf(kind, from), to);
    this.#predecessors.set(nameOf(kind, to), from);
  }

  /** The name of what an object is replaced by, if that is another one. */
  successor(kind: string, name: readonly StoredName[]): readonly StoredName[] | undefined {
    return this.#successors.get(nameOf(kind, name));
  }

  /** The name of what an object replaces, if that is another one. */
  predecessor(kind: string, name: readonly StoredName[]): readonly StoredName[] | undefined {
    return this.#predecessors.get(nameOf(kind, name));
  }

  /** The program gives an object, and with it whatever stands in it, another name. */
  rename(kind: string, from: readonly StoredName[], to: readonly StoredName[]): void {
    this.#renamed.set(nameOf(kind, from), to);
  }

  /** Where an object is once the program's renames are done: its own, or that of the database or schema that holds it. */
  renamed(kind: string, name: readonly StoredName[]): readonly StoredName[] {
    const own = this.#renamed.get(nameOf(kind, name));
    return own ?? this.carried(name);
  }

  /** Where an object is once what contains it has been renamed. */
  carried(name: readonly StoredName[]): readonly StoredName[] {
    for (let length = name.length - 1; length > 0; length--) {
      const to = this.#renamed.get(nameOf(levels[length - 1] ?? "", name.slice(0, length)));
      if (to !== undefined) return [...to, ...name.slice(length)];
    }
    return name;
  }

  /** Whether a resource of the program stands for the object. */
  has(kind: string, name: string, createdOn: string | undefined): boolean {
    return createdOn !== undefined && this.#claimed.has(keyOf(kind, createdOn, name));
  }
}

/** For scripts, which stand for nothing: what one has made it may drop, and make again. */
export class NoClaims extends Claims {
  override claim(): void {}
}

/** The kinds that contain others, by the number of parts of their names. */
const levels = [containers.database.kind, containers.schema.kind, containers.stage.kind];

function nameOf(kind: string, name: readonly StoredName[]): string {
  return `${kind}\u0000${canonicalQualified(name)}`;
}

function keyOf(kind: string, createdOn: string, name: string): string {
  return JSON.stringify([kind, createdOn, name]);
}
