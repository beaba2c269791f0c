import { statementTypes, text } from "../result";
import { formatMembers, formatOf, formatRows, refuseCustom, settleFormat } from "../stage/file-format";
import { readMember } from "../stage/option-group";
import type { Kind } from "../statements/kind";
import { comment } from "../statements/options";
import * as show from "../statements/show-columns";

const { FORMAT_NAME: _, ...members } = formatMembers;

/** FILE FORMAT: https://docs.snowflake.com/en/sql-reference/sql/create-file-format (what stages refer to) */
export const fileFormat: Kind = {
  kind: "FILE FORMAT",
  words: ["FILE", "FORMAT"],
  plural: ["FILE", "FORMATS"],
  noun: "File format",
  space: "FILE FORMAT",
  container: "SCHEMA",
  modifiers: ["TEMP", "TEMPORARY", "VOLATILE"],
  createPrivilege: "CREATE FILE FORMAT",
  privileges: ["USAGE"],
  options: { COMMENT: comment },

  clause(cursor, { clauses }) {
    const back = cursor.mark();
    cursor.acceptSymbol(",");
    const { kind, value: key } = cursor.next();
    if (kind !== "word" || !Object.hasOwn(members, key) || clauses[key] !== undefined) {
      back();
      return false;
    }
    clauses[key] = readMember(cursor, key, members[key as keyof typeof members]);
    return true;
  },

  settle({ session }, { draft, properties }) {
    if (!draft) return;
    const format = settleFormat(new Map(Object.entries(draft.clauses)));
    refuseCustom(format);
    properties["format"] = { ...format };
    properties["temporary"] = draft.modifiers.size > 0 ? session.id : null;
  },

  show: {
    cap: "cut",
    columns: [
      show.createdOn,
      show.name,
      show.databaseName,
      show.schemaName,
      show.textColumn("type", (object) => formatOf(object).type),
      show.owner,
      show.commentColumn,
      show.textColumn("format_options", (object) => {
        const rows = formatRows(formatOf(object)).map(([key, , value]) => [key, value] as const);
        return JSON.stringify(Object.fromEntries(rows));
      }),
      show.ownerRoleType,
    ],
  },

  describe: (_context, object) => ({
    columns: ["property", "property_type", "property_value", "property_default"].map((name) => text(name)),
    rows: formatRows(formatOf(object)),
    statementTypeId: statementTypes.describe,
  }),
};
