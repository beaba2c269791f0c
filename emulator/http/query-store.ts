import type { Query } from "./query";

const mostKept = 1000;

/** The statements of one session; the newest thousand keep their answers. */
export class QueryStore {
  private readonly byRequestId = new Map<string, Query>();
  private readonly byId = new Map<string, Query>();

  /** Takes up a statement under the id of its request; children of a multi-statement have none of their own. */
  add(query: Query, options: { byRequest: boolean }): void {
    this.byId.set(query.id, query);
    if (options.byRequest) this.byRequestId.set(query.requestId, query);
    if (this.byId.size > mostKept) this.forgetOldest();
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

  private forgetOldest(): void {
    for (const query of this.byId.values()) {
      if (query.isRunning) continue;
      this.byId.delete(query.id);
      if (this.byRequestId.get(query.requestId) === query) this.byRequestId.delete(query.requestId);
      return;
    }
  }
}
