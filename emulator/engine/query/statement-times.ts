/** When a statement began and ended, by the clock that changes are stamped with. */
export interface Times {
  began: number;
  ended: number;
}

/** Statements that AT and BEFORE can still name. */
const kept = 10_000;

/** The times of the account's latest statements, by query id. */
export class StatementTimes {
  private readonly times = new Map<string, Times>();

  get(queryId: string): Times | undefined {
    return this.times.get(queryId);
  }

  add(queryId: string, times: Times): void {
    this.times.set(queryId, times);
    const oldest = this.times.keys().next();
    if (this.times.size > kept && !oldest.done) this.times.delete(oldest.value);
  }
}
