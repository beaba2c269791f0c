/**
 * The objects that this run's program stands for: created, taken up, renamed to, or found unchanged. An older state entry of
 * the same object must not drop it.
 */
export class Claims {
  readonly #claimed = new Map<string, string>();

  /** A resource of the program stands for the object. */
  claim(kind: string, name: string, createdOn: string | undefined): void {
    if (createdOn !== undefined) this.#claimed.set(keyOf(kind, createdOn, name), name);
  }

  /** The resource is to be replaced or deleted: it stands for the object no more. */
  release(kind: string, name: string, createdOn: string | undefined): void {
    if (createdOn !== undefined) this.#claimed.delete(keyOf(kind, createdOn, name));
  }

  /** Whether a resource of the program stands for the object. */
  has(kind: string, name: string, createdOn: string | undefined): boolean {
    return createdOn !== undefined && this.#claimed.has(keyOf(kind, createdOn, name));
  }
}

function keyOf(kind: string, createdOn: string, name: string): string {
  return JSON.stringify([kind, createdOn, name]);
}
