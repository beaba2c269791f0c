import { invalidPropertyValue } from "../sql-error";
import type { Form } from "../statements/forms";
import { readValue } from "../statements/forms";
import type { Option } from "../statements/options";
import type { Cursor } from "../syntax/cursor";

type Rest = Pick<Option, "initial" | "in">;

/** An option whose value is a list of texts: `KEY = ('a', 'b')`. */
export function textList(rest: Rest = {}): Option {
  return { ...rest, form: unread, kept: "property", read: (cursor) => cursor.list(() => cursor.string()) };
}

/** An option whose value is a list of names, each in its parts, or one of the words: `KEY = (a.b, c)`, `KEY = NONE`. */
export function nameList(most: number, words: readonly string[], rest: Rest = {}): Option {
  const read = (cursor: Cursor) =>
    cursor.atSymbol("(") ? cursor.list(() => cursor.name(most).parts) : cursor.oneOf(...words);
  return { ...rest, form: unread, kept: "property", read };
}

/** An option whose value is the one member of a group: `KEY = (TYPE = 'a')`. */
export function memberOf(member: string, form: Form, rest: Rest = {}): Option {
  return {
    ...rest,
    form: unread,
    kept: "property",
    read(cursor) {
      cursor.expectSymbol("(");
      cursor.expect(member);
      cursor.expectSymbol("=");
      const written = readValue(cursor);
      const value = form(written);
      if (value === undefined) throw invalidPropertyValue(written.value, member);
      cursor.expectSymbol(")");
      return value;
    },
  };
}

/** The form of an option that reads its value itself. */
function unread(): undefined {
  return undefined;
}
