import type { EngineOptions, LoginRequest, Session } from "../../../emulator/engine/engine";
import { Engine, SqlError } from "../../../emulator/engine/engine";

export type Row = Record<string, string | null>;

/** An emulated account and one session in it. */
export class Account {
  readonly engine: Engine;
  readonly session: Session;
  private statements = 0;

  constructor(options: Partial<EngineOptions> & { login?: LoginRequest; engine?: Engine } = {}) {
    this.engine = options.engine ?? new Engine({ organization: "acme", account: "main", ...options });
    this.session = this.engine.openSession(options.login ?? { user: "ann" });
  }

  /** Another session in the same account. */
  login(request: LoginRequest): Account {
    return new Account({ engine: this.engine, login: request });
  }

  result(text: string, bindings = {}) {
    this.statements += 1;
    return this.engine.execute(this.session, text, { queryId: `q-${this.session.id}-${this.statements}`, bindings });
  }

  /** Rows as objects by column name. */
  rows(text: string, bindings = {}): Row[] {
    const { columns, rows } = this.result(text, bindings);
    return rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [columns[i]?.name ?? "", cell])));
  }

  row(text: string): Row {
    const rows = this.rows(text);
    if (rows.length !== 1) throw new Error(`${rows.length} rows: ${text}`);
    return rows[0] as Row;
  }

  /** The one cell of an answer. */
  value(text: string, bindings = {}): string | null | undefined {
    return this.result(text, bindings).rows[0]?.[0];
  }

  /** Runs statements and answers the status of the last. */
  run(...texts: string[]): string | null | undefined {
    return texts.map((text) => this.value(text)).at(-1);
  }

  names(text: string): (string | null | undefined)[] {
    return this.rows(text).map((row) => row["name"]);
  }

  /** The error of a statement: code, state, text. */
  error(text: string): SqlError {
    try {
      this.result(text);
    } catch (error) {
      if (error instanceof SqlError) return error;
      throw error;
    }
    throw new Error(`no error: ${text}`);
  }

  parameter(name: string, holder: string): Row {
    return this.row(`SHOW PARAMETERS LIKE '${name}' IN ${holder}`);
  }
}
