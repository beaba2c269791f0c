import type { DataLoss } from "./options";

/**
 * The objects that this run's program stands for: created, taken up, renamed to, or found unchanged. An older state entry of
 * the same object must not drop it.
 */
export class Claims {
  readonly #claimed = new Map<string, string>();
  readonly #replaced = new Map<string, DataLoss>();

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

  /** Whether a resource of the program stands for the object. */
  has(kind: string, name: string, createdOn: string | undefined): boolean {
    return createdOn !== undefined && this.#claimed.has(keyOf(kind, createdOn, name));
  }
}

function keyOf(kind: string, createdOn: string, name: string): string {
  return JSON.stringify([kind, createdOn, name]);
}
