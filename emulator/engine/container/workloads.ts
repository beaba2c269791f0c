import type { Cursor } from "../syntax/cursor";

/** What runs on compute pools in Snowflake; in the emulator only what users start does. */
const types = ["ALL", "USER", "NOTEBOOK", "STREAMLIT", "MODEL_SERVING", "ML_JOB"];

/** Reads `type, …` after OF TYPE. */
export function readWorkloads(cursor: Cursor): string[] {
  const read = () => {
    const { kind, value } = cursor.token;
    const type = value.toUpperCase();
    if ((kind !== "word" && kind !== "string") || !types.includes(type)) return cursor.unexpected();
    cursor.next();
    return type;
  };
  const given = [read()];
  while (cursor.acceptSymbol(",")) given.push(read());
  return given;
}

/** Whether one of the types can run in the emulator. */
export function runsHere(given: readonly string[]): boolean {
  return given.includes("ALL") || given.includes("USER");
}
