import type { Edit } from "./program";

const COLUMN = '{ name: "AMOUNT",';
const SCHEMA = 'new snowflake.Schema("marts", {';

/** Gives a column another name, and says which one it had. */
export const renameColumn = replacing(COLUMN, '{ name: "TOTAL", renamedFrom: "AMOUNT",');

/** Gives a schema a name that is not the resource's. */
export const renameSchema = replacing(SCHEMA, `${SCHEMA} name: "sales",`);

/** Takes the table of events out of the program. */
export const takeOutEvents: Edit = (text) => {
  const without = text.replace(/^new snowflake\.Table\("events", \{\n.*?^\}\);\n/ms, "");
  return without === text ? undefined : without;
};

/** The program, with what it takes to come back to it after the renames. */
export function wayBack(text: string): string {
  const edits = [
    replacing(COLUMN, '{ name: "AMOUNT", renamedFrom: "TOTAL",'),
    replacing(SCHEMA, `${SCHEMA} name: "marts",`),
  ];
  return edits.reduce((edited, edit) => edit(edited) ?? edited, text);
}

function replacing(from: string, to: string): Edit {
  return (text) => (text.split(from).length === 2 ? text.replace(from, () => to) : undefined);
}
