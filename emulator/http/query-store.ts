import type { Query } from "./query";

const mostStatements = 1000;
const mostRows = 20_000;
// A driver may still ask for these again, however large they are.
const mostKeptAnyway = 20;

/** The statements of one session; the newest keep their answers, as long as these are not too large together. */
export class QueryStore {
  private readonly byRequestId = new Map<string, Query>();
  private readonly byId = new Map<string, Query>();

  /** Takes up a statement under the id of its request; children of a multi-statement have none of their own. */
  add(query: Query, options: { byRequest: boolean }): void {
    this.byId.set(query.id, query);
    if (options.byRequest) this.byRequestId.set(query.requestId, query);
    this.forgetOld();
  }

  byRequest(requestId: string): Query | undefined {
    return this.byRequestId.get(requestId);
  }

  find(id: string): Query | undefined {
    return this.byId.get(id);
  }

  running(): Query[] {
    return [...this.byId.values()].filter((query) => query.isRunning);
  }

  private forgetOld(): void {
    let [statements, rows] = [0, 0];
    for (const query of [...this.byId.values()].reverse()) {
      statements += 1;
      rows += query.rows;
      const isOld = statements > mostStatements || rows > mostRows;
      if (!isOld || query.isRunning || statements <= mostKeptAnyway) continue;
      this.byId.delete(query.id);
      if (this.byRequestId.get(query.requestId) === query) this.byRequestId.delete(query.requestId);
    }
  }
}
