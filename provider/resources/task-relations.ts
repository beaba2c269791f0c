import { z } from "zod";
import type { Row } from "../client/client";
import { clause } from "../resource/forms";
import { identityKeys, namesOf } from "../resource/names";
import { safe } from "../resource/plan";
import type { Property, Values } from "../resource/property";
import { isUnknown } from "../resource/unknown";
import {
  canonicalQualified,
  IdentifierError,
  join,
  parseQualified,
  quoted,
  type Sql,
  type StoredName,
  sql,
} from "../sql";
import { absolute } from "./relative-names";
import { namesInCell, relationsOf } from "./task-graphs";

/*
 * All tasks of a graph stand in one schema, so what a task names there is kept by its own name alone: when the schema is renamed,
 * it still names the same tasks. A name that leads elsewhere stays as it is, for the rules to refuse.
 */

/** Tasks that run before this one: one name or several, in any order. */
export const after: Property<string | readonly string[], readonly string[]> = clause<
  string | readonly string[],
  readonly string[]
>(
  z.unknown().transform((written, context) => {
    if (isUnknown(written)) return written as unknown as readonly string[];
    const list = Array.isArray(written) ? written : [written];
    const names = list.map((one, index) => nameIn(one, context, Array.isArray(written) ? [index] : []));
    return [...new Set(names)].toSorted(byText);
  }) as unknown as z.ZodType<readonly string[], string | readonly string[]>,
  (value) => namesIn(value, undefined),
  {
    place: "tail",
    clause: (value, all) => sql`AFTER ${namesIn(value, all)}`,
    source: { column: "predecessors" },
    parse: (cell, row) => {
      const names = namesInCell(cell).map((name) => canonicalQualified(relative(name, containerOf(row))));
      return names.length === 0 ? undefined : names.toSorted(byText);
    },
    isUnset: (value) => value.length === 0,
    relate: (value, name) => [...new Set(value.map((one) => related(one, name)))].toSorted(byText),
    settle: (_recorded, live) => live,
    onChange: ({ alter, before = [], after: wanted = [], reason, all }) => {
      const added = wanted.filter((one) => !before.includes(one));
      const removed = before.filter((one) => !wanted.includes(one));
      // Added first: without any predecessor, the task would become a root in between.
      return [
        ...(added.length === 0 ? [] : [safe(sql`${alter} ADD AFTER ${namesIn(added, all.after)}`, reason, ["after"])]),
        ...(removed.length === 0
          ? []
          : [safe(sql`${alter} REMOVE AFTER ${namesIn(removed, all.after)}`, reason, ["after"])]),
      ];
    },
  },
);

/** The root task that this one runs after in any case. */
export const finalize: Property<string, string> = clause<string, string>(
  z.string().transform((written, context) => (isUnknown(written) ? written : nameIn(written, context, []))),
  (value) => namesIn([value], undefined),
  {
    clause: (value, all) => sql`FINALIZE = ${namesIn([value], all)}`,
    source: { column: "task_relations" },
    parse: (_cell, row) => {
      const name = relationsOf(row).finalizes;
      return name === undefined ? undefined : canonicalQualified(relative(name, containerOf(row)));
    },
    relate: related,
    settle: (_recorded, live) => live,
    onChange: ({ alter, before, after: wanted, reason, all }) => [
      ...(before === undefined ? [] : [{ ...safe(sql`${alter} UNSET FINALIZE`, reason, ["finalize"]), undoes: true }]),
      ...(wanted === undefined
        ? []
        : [safe(sql`${alter} SET FINALIZE = ${namesIn([wanted], all.after)}`, reason, ["finalize"])]),
    ],
  },
);

/** The stored names of the tasks that a task names, without those that lead out of its schema. */
export function storedNamesIn(values: Values): { readonly after: readonly string[]; readonly finalize?: string } {
  const own = (text: unknown) => {
    const parts = typeof text === "string" && !isUnknown(text) ? parseQualified(text) : [];
    return parts.length === 1 ? parts : [];
  };
  const list = Array.isArray(values["after"]) ? values["after"] : [];
  const [root] = own(values["finalize"]);
  return { after: list.flatMap(own), ...(root === undefined ? {} : { finalize: root }) };
}

/** Whether a canonical name leads out of the schema of the task that names it. */
export function leadsElsewhere(name: unknown): boolean {
  return typeof name === "string" && !isUnknown(name) && parseQualified(name).length > 1;
}

function nameIn(written: unknown, context: z.core.$RefinementCtx, path: readonly number[]): string {
  if (isUnknown(written)) return written as string;
  try {
    if (typeof written === "string") return canonicalQualified(parseQualified(written));
    context.addIssue({
      code: "custom",
      path: [...path],
      message: `${JSON.stringify(written)} is not the name of a task`,
    });
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    context.addIssue({ code: "custom", path: [...path], message: error.message });
  }
  return "";
}

/** A name as it is kept by a task: alone, if it stands in the task's own schema. */
function related(written: string, task: readonly StoredName[]): string {
  return isUnknown(written) ? written : canonicalQualified(relative(parseQualified(written), task.slice(0, -1)));
}

function relative(parts: readonly StoredName[], container: readonly StoredName[]): readonly StoredName[] {
  const above = parts.slice(0, -1);
  const isOwn = above.every((part, index) => part === container.slice(container.length - above.length)[index]);
  return isOwn ? parts.slice(-1) : parts;
}

function containerOf(row: Row): readonly StoredName[] {
  return [row["database_name"], row["schema_name"]].map((name) => (name ?? "") as StoredName);
}

/** Names in a statement, full ones where the schema is known. */
function namesIn(names: readonly string[], all: Values | undefined): Sql {
  const scope = { scope: "schema" } as const;
  const isKnown =
    all !== undefined && identityKeys(scope).every((key) => typeof all[key] === "string" && !isUnknown(all[key]));
  const task = isKnown ? namesOf(scope, all) : undefined;
  return join(
    names.map((name) => {
      const parts = parseQualified(name);
      return quoted(...(task === undefined || parts.length > 1 ? parts : absolute(parts, task)));
    }),
    ", ",
  );
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
