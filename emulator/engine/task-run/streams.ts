/** Streams that have data. The emulator has no streams: whoever tests a task says which of them have some. */
export class Streams {
  private readonly filled = new Map<string, number>();

  /** Says whether a stream has data from `now` on. */
  set(name: string, hasData: boolean, now: number): void {
    if (!hasData) this.filled.delete(name);
    else if (!this.filled.has(name)) this.filled.set(name, now);
  }

  /** Since when the stream has data; undefined if it has none. */
  since(name: string): number | undefined {
    return this.filled.get(name);
  }

  /** Full names of the streams that have data. */
  names(): string[] {
    return [...this.filled.keys()].sort();
  }

  save(): [string, number][] {
    return [...this.filled];
  }

  load(saved: readonly (readonly [string, number])[]): void {
    this.filled.clear();
    for (const [name, since] of saved) this.filled.set(name, since);
  }
}
