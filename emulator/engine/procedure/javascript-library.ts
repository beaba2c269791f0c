import { bodyFile } from "./javascript-engine";

/**
 * What a body finds in its sandbox: `snowflake`, with statements, result sets and SfDate.
 * Written from https://docs.snowflake.com/en/developer-guide/stored-procedure/stored-procedures-api
 */
export const javaScriptLibrary = `(call) => {
  delete globalThis.eval;
  const parse = JSON.parse, stringify = JSON.stringify;

  class SfDate extends Date {
    constructor(value, nanos = 0, scale = 9, zone = 0) {
      super(value instanceof Date ? value.getTime() : value);
      Object.defineProperty(this, "exact", { value: { nanos, scale, zone } });
    }
    getEpochSeconds() { return Math.floor(this.getTime() / 1000); }
    getNanoSeconds() { return this.exact.nanos; }
    getScale() { return this.exact.scale; }
    getTimezone() { return this.exact.zone; }
  }

  const numbers = ["fixed", "real", "decfloat"], documents = ["variant", "object", "array", "map", "geography", "geometry"];
  const isTime = (type) => type === "date" || type.startsWith("timestamp");

  function sfDate(cell, { type, scale }) {
    if (type === "date") return new SfDate(Number(cell) * 86400000, 0, 0, 0);
    const [time, zone] = cell.split(" "), [whole, part = ""] = time.split(".");
    const fraction = Number(part.padEnd(9, "0").slice(0, 9)), negative = whole.startsWith("-");
    const seconds = negative && fraction > 0 ? Number(whole) - 1 : Number(whole);
    const nanos = negative && fraction > 0 ? 1e9 - fraction : fraction;
    return new SfDate(seconds * 1000 + Math.floor(nanos / 1e6), nanos, scale ?? 9, zone === undefined ? 0 : Number(zone) - 1440);
  }

  /** A cell as a value of JavaScript. */
  function decode(cell, column) {
    if (cell === null) return null;
    if (numbers.includes(column.type)) return Number(cell);
    if (column.type === "boolean") return cell === "1";
    if (isTime(column.type)) return sfDate(cell, column);
    if (documents.includes(column.type)) return parse(cell);
    if (column.type === "binary") return Uint8Array.from(cell.match(/../g) ?? [], (byte) => parseInt(byte, 16));
    return cell;
  }

  /** A date with the nanoseconds that JavaScript's own does not have. */
  const moment = (date) => ({ date: date.getTime(), nanos: date instanceof SfDate ? date.exact.nanos : null });

  /** A value as something that the outside understands, for binds and for the result. */
  function encode(value) {
    if (value === undefined || value === null) return { none: true };
    if (value instanceof Date) return moment(value);
    if (typeof value === "number") return { number: String(value) };
    if (typeof value === "boolean") return { boolean: value };
    if (typeof value === "string") return { text: value };
    if (typeof value === "bigint") return { number: String(value) };
    if (value instanceof Uint8Array) return { bytes: Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("") };
    return undefined;
  }

  function place(stack) {
    const found = /\\(?${bodyFile}:(\\d+)(?::(\\d+))?/.exec(stack ?? "");
    return found ? { line: Number(found[1]), position: Number(found[2] ?? 1) - 1 } : undefined;
  }

  class SqlError extends Error {}

  function fail(message, where) {
    const error = new SqlError(message);
    const { line = 0, position = 0 } = place(error.stack) ?? {};
    const stackTraceTxt = "At " + where + ", line " + line + " position " + position;
    return Object.assign(error, { code: 100183, state: "P0000", stackTraceTxt, stackTrace: stackTraceTxt });
  }

  function send(sqlText, binds, where) {
    const answer = parse(call(stringify({ sqlText, binds })));
    if (answer.error !== undefined) throw fail(answer.error, where);
    return answer;
  }

  function columnIn(columns, key) {
    const index = typeof key === "number" ? key - 1 : columns.findIndex(({ name }) => name === key);
    if (index >= 0 && index < columns.length) return index;
    throw new Error("Given column name/index does not exist: " + key);
  }

  const kindOf = ({ type }) =>
    numbers.includes(type) ? "number" : isTime(type) ? "date" : documents.includes(type) ? "json" : type === "boolean" ? "boolean" : "string";

  const tests = {
    Text: ["text"], Array: ["array"], Binary: ["binary"], Boolean: ["boolean"], Date: ["date"], Number: numbers, Object: ["object"],
    Time: ["time"], Timestamp: ["timestamp_ltz", "timestamp_ntz", "timestamp_tz"], Variant: ["variant"],
  };

  class ResultSet {
    #answer;
    #row = -1;
    constructor(answer) {
      this.#answer = answer;
      for (const { name } of answer.columns) {
        if (!(name in this)) Object.defineProperty(this, name, { get: () => this.getColumnValue(name), enumerable: true });
      }
    }
    next() {
      if (this.#row < this.#answer.rows.length) this.#row += 1;
      return this.#row < this.#answer.rows.length;
    }
    #cell(key, list) {
      const row = list[this.#row];
      if (row === undefined) throw new Error("ResultSet is empty or not prepared, call next() first");
      return row[columnIn(this.#answer.columns, key)];
    }
    getColumnValue(key) { return decode(this.#cell(key, this.#answer.rows), this.#answer.columns[columnIn(this.#answer.columns, key)]); }
    getColumnValueAsString(key) { return this.#cell(key, this.#answer.texts); }
    getColumnCount() { return this.#answer.columns.length; }
    getColumnName(index) { return this.#answer.columns[columnIn(this.#answer.columns, index)].name; }
    getColumnSqlType(key) { return this.#answer.columns[columnIn(this.#answer.columns, key)].sqlType; }
    getRowCount() { return this.#answer.rows.length; }
    getNumRowsAffected() { return this.#answer.counts.affected; }
    getQueryId() { return this.#answer.queryId; }
  }

  class Statement {
    #text;
    #binds;
    #answer;
    constructor(command) {
      const { sqlText, binds = [] } = typeof command === "string" ? { sqlText: command } : (command ?? {});
      if (typeof sqlText !== "string" || sqlText.trim() === "") throw fail("sqlText is missing or empty", "Snowflake.createStatement");
      this.#text = sqlText;
      this.#binds = Array.from(binds, (value, i) => {
        const encoded = encode(value);
        if (encoded === undefined) throw fail("Invalid binds argument[" + String(value) + "]. Error: Unsupported type for binding argument " + (i + 1), "Snowflake.createStatement");
        return encoded;
      });
    }
    execute() {
      return this.run("Statement.execute");
    }
    run(where) {
      this.#answer = send(this.#text, this.#binds, where);
      return new ResultSet(this.#answer);
    }
    #done() {
      if (this.#answer === undefined) throw new Error("Statement is not executed yet.");
      return this.#answer;
    }
    #column(key) {
      return this.#done().columns[columnIn(this.#done().columns, key)];
    }
    isColumnOf(types, index) { return types.includes(this.#column(index).type); }
    getColumnCount() { return this.#done().columns.length; }
    getColumnName(index) { return this.#column(index).name; }
    getColumnScale(index) { return this.#column(index).type === "fixed" ? (this.#column(index).scale ?? 0) : 0; }
    getColumnSqlType(key) { return this.#column(key).sqlType; }
    getColumnType(key) { return kindOf(this.#column(key)); }
    isColumnNullable(index) { return this.#column(index).nullable; }
    getRowCount() { return this.#done().rows.length; }
    getNumRowsAffected() { return this.#done().counts.affected; }
    getNumRowsInserted() { return this.#done().counts.inserted; }
    getNumRowsUpdated() { return this.#done().counts.updated; }
    getNumRowsDeleted() { return this.#done().counts.deleted; }
    getNumDuplicateRowsUpdated() { return this.#done().counts.duplicates; }
    getQueryId() { return this.#done().queryId; }
    getSqlText() { return this.#text; }
  }
  for (const [name, types] of Object.entries(tests)) {
    Statement.prototype["isColumn" + name] = function (index) { return this.isColumnOf(types, index); };
  }

  const levels = ["off", "trace", "debug", "info", "warn", "error", "fatal"];
  globalThis.SfDate = SfDate;
  globalThis.snowflake = Object.freeze({
    createStatement: (command) => new Statement(command),
    execute: (command) => new Statement(command).run("Snowflake.execute"),
    log(level) {
      if (!levels.includes(level)) throw new Error("Unknown log level: " + level);
    },
    addEvent(name) {
      if (typeof name !== "string" || arguments.length > 2) throw new Error("addEvent takes a name and attributes");
    },
    setSpanAttribute(key) {
      if (typeof key !== "string" || arguments.length !== 2) throw new Error("setSpanAttribute takes a key and a value");
    },
  });

  function argument({ cell, column }) {
    const value = decode(cell, column);
    if (value === null) return undefined;
    return value instanceof SfDate ? new Date(value.getTime()) : value;
  }

  function result(value, wire) {
    if (value === undefined || value === null) return { none: true };
    if (documents.includes(wire)) return { json: stringify(value) ?? "null" };
    if (wire === "text" && !(value instanceof Date)) return { text: typeof value === "object" ? (stringify(value) ?? "") : String(value) };
    return encode(value) ?? { text: String(value) };
  }

  function thrown(error) {
    if (error instanceof SqlError) return { sql: error.message, at: error.stackTraceTxt };
    const isError = error instanceof Error;
    return { uncaught: isError ? String(error) : typeof error === "object" ? stringify(error) : String(error), place: isError ? place(error.stack) : undefined };
  }

  return (body, input) => {
    const { args, wire } = parse(input);
    try {
      return stringify({ value: result(body(...args.map(argument)), wire) });
    } catch (error) {
      return stringify(thrown(error));
    }
  };
}`;
