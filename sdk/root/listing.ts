/** What a collection lists: asked for page by page, as it is read. */
export class Listing<T> implements AsyncIterable<T> {
  readonly #pages: (limit?: number) => AsyncIterable<readonly T[]>;

  /** @internal */
  constructor(pages: (limit?: number) => AsyncIterable<readonly T[]>) {
    this.#pages = pages;
  }

  /** The objects, one after another. Each iteration asks anew. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.#pages()) yield* page;
  }

  /** The first object; absent if there is none. No more than that is asked for. */
  async first(): Promise<T | undefined> {
    for await (const [first] of this.#pages(1)) return first;
    return undefined;
  }

  /** All of them. */
  async toArray(): Promise<T[]> {
    const all: T[] = [];
    for await (const page of this.#pages()) all.push(...page);
    return all;
  }
}
