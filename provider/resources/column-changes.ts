import { type Step, type Subject, safe } from "../resource/plan";
import type { Change, Values } from "../resource/property";
import { tags } from "../resource/tags";
import { canonicalDefault, isSemiStructured, join, raw, type Sql, sql, typeChange } from "../sql";
import type { CanonicalColumn } from "./column";
import { columnClause, columnList, maskingClause, quotedColumn } from "./column-clause";
import { columnDifferences, type Kept, matchColumns, renamesOf } from "./column-match";
import { type Question, questionsAbout, valuesIn } from "./column-questions";
import type { CanonicalKey } from "./key";
import { absoluteDefault, tableOf } from "./relative-names";
import { isEmpty, rowsIn } from "./table-rows";

type Columns = readonly CanonicalColumn[];

type Table = ReturnType<typeof tableOf>;

/**
 * The statements that lead from some columns to others: renames, new columns, other changes, and only then what is dropped, so that
 * there is always a column left.
 */
export function columnSteps({ alter, before, after, reason, all }: Change<Columns>): readonly Step[] {
  if (before === undefined || after === undefined) return [];
  const match = matchColumns(before, after);
  const table = tableOf(all.after);
  return [
    ...renamesOf(match).map(({ before: { name: from }, after: { name: to } }) =>
      safe(
        sql`${alter} RENAME COLUMN ${quotedColumn(from)} TO ${quotedColumn(to)}`,
        `columns: rename ${from} to ${to}`,
        ["columns"],
      ),
    ),
    ...additions(alter, match.added, table),
    ...alterations(alter, match.kept, reason, all.after),
    ...match.kept.flatMap((one) => governed(alter, one)),
    ...drops(alter, match.dropped, match.added),
  ];
}

function additions(alter: Sql, added: Columns, table: Table): readonly Step[] {
  if (added.length === 0) return [];
  const statement = sql`${alter} ADD COLUMN ${join(
    added.map((column) => columnClause(column, table)),
    ", ",
  )}`;
  const step = safe(statement, `columns: add ${added.map(({ name }) => name).join(", ")}`, ["columns"]);
  const needEmpty = added.filter(
    (column) =>
      column.autoincrement !== undefined ||
      (column.default === undefined && column.nullable === false) ||
      (column.default !== undefined && canonicalDefault(column.default)?.kind === "sequence"),
  );
  if (needEmpty.length === 0) return [step];
  const names = needEmpty.map(({ name }) => name).join(", ");
  const why =
    "without a constant default, a column that is NOT NULL or numbered can be added only to a table without rows";
  return [{ ...step, condition: mustBeEmpty(names, why) }];
}

/** Each round is one statement, in which a column has one action. */
function alterations(alter: Sql, kept: readonly Kept[], reason: string, after: Values): readonly Step[] {
  const actions = kept.map((one) => ({ one, left: actionsOn(one, after) }));
  const steps: Step[] = [];
  for (let round = 0; actions.some(({ left }) => left.length > round); round++) {
    const now = actions.flatMap(({ one, left }) => {
      const action = left[round];
      return action === undefined
        ? []
        : [{ ...action, clause: sql`COLUMN ${quotedColumn(one.after.name)} ${action.clause}` }];
    });
    const statement = sql`${alter} ALTER ${join(
      now.map(({ clause }) => clause),
      ", ",
    )}`;
    const questions = now.flatMap(({ question }) => (question === undefined ? [] : [question]));
    const narrowed = questions.flatMap((question) => ("fits" in question ? [question.fits] : []));
    steps.push({
      ...safe(statement, reason, ["columns"]),
      ...(narrowed.length === 0 ? {} : narrowing(narrowed)),
      ...(questions.length === 0 ? {} : { condition: questionsAbout(questions) }),
    });
  }
  return steps;
}

/** The condition asks that all values fit, so there is nothing to lose by then; but `refuse` means this too. */
function narrowing(names: readonly string[]): Pick<Step, "class" | "loses" | "holds"> {
  return {
    class: "loses data",
    loses: `narrow column${names.length === 1 ? "" : "s"} ${names.join(", ")} of`,
    holds: async () => [],
  };
}

interface Action {
  readonly clause: Sql;
  readonly question?: Question;
}

function actionsOn({ before, after }: Kept, all: Values): readonly Action[] {
  const table = tableOf(all);
  // What is not said of a column of the primary key is NOT NULL.
  const isKey = ((all["primaryKey"] as CanonicalKey | undefined)?.columns ?? []).includes(after.name);
  const type = typeChange(before.type, after.type);
  const { name } = before;
  return [
    ...(type === "widen" ? [{ clause: sql`SET DATA TYPE ${typeClause(after)}` }] : []),
    ...(type === "ifValuesFit"
      ? [{ clause: sql`SET DATA TYPE ${raw(after.type)}`, question: { fits: name, type: after.type } }]
      : []),
    ...(after.nullable === false && before.nullable !== false
      ? [
          {
            clause: raw("SET NOT NULL"),
            question: isSemiStructured(after.type) ? { empty: name } : { notNull: name },
          },
        ]
      : []),
    ...(before.nullable === false && after.nullable !== false && !isKey ? [{ clause: raw("DROP NOT NULL") }] : []),
    ...(before.default === after.default
      ? []
      : [
          {
            clause:
              after.default === undefined
                ? raw("DROP DEFAULT")
                : sql`SET DEFAULT ${raw(absoluteDefault(after.default, table))}`,
          },
        ]),
    ...(before.comment === after.comment
      ? []
      : [{ clause: after.comment === undefined ? raw("UNSET COMMENT") : sql`COMMENT ${after.comment}` }]),
  ];
}

/** Text keeps its collation only if that is said again. */
function typeClause({ type, collate }: CanonicalColumn): Sql {
  return collate === undefined ? raw(type) : sql`${raw(type)} COLLATE ${collate}`;
}

/** Policies and tags take statements of their own. */
function governed(alter: Sql, { before, after }: Kept): readonly Step[] {
  const [mask, wasMasked] = [after.maskingPolicy, before.maskingPolicy];
  const column = sql`${alter} ALTER COLUMN ${quotedColumn(after.name)}`;
  const differences = columnDifferences(before, after).join(", ");
  const step = (statement: Sql) => safe(statement, `columns: ${after.name}: ${differences}`, ["columns"]);
  const [masks, projections] = [
    JSON.stringify(mask) !== JSON.stringify(wasMasked),
    after.projectionPolicy !== before.projectionPolicy,
  ];
  return [
    ...(masks && mask === undefined ? [step(sql`${column} UNSET MASKING POLICY`)] : []),
    ...(masks && mask !== undefined
      ? // An interrupted run may have set it already: FORCE says the same twice.
        [step(sql`${column} SET MASKING POLICY ${maskingClause(mask)} FORCE`)]
      : []),
    ...(projections && after.projectionPolicy === undefined ? [step(sql`${column} UNSET PROJECTION POLICY`)] : []),
    ...(projections && after.projectionPolicy !== undefined
      ? [step(sql`${column} SET PROJECTION POLICY ${raw(after.projectionPolicy)} FORCE`)]
      : []),
    ...(tags
      .onChange?.({
        alter: column,
        before: before.tags,
        after: after.tags,
        reason: `columns: ${after.name}: ${differences}`,
        all: { before: {}, after: {}, memory: {} },
      })
      .map((one) => ({ ...one, properties: ["columns"] })) ?? []),
  ];
}

function drops(alter: Sql, dropped: Columns, added: Columns): readonly Step[] {
  if (dropped.length === 0) return [];
  const names = dropped.map(({ name }) => name);
  const what = `drop column${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
  return [
    {
      ...safe(sql`${alter} DROP COLUMN ${columnList(names)}`, `columns: ${what}`, ["columns"]),
      // After policies and search optimization have let go of it.
      phase: "last",
      class: "loses data",
      loses: `${what} of`,
      holds: (subject: Subject) => valuesIn(subject, names),
      recoverable: true,
      ...(added.length === 0
        ? {}
        : { instead: `if a column was renamed, say so on the new one: renamedFrom: ${JSON.stringify(names[0])}` }),
    },
  ];
}

function mustBeEmpty(names: string, why: string) {
  return {
    text: `the table must hold no rows for ${names} to be added (${why})`,
    problem: async ({ row }: Subject) => {
      return isEmpty(row)
        ? undefined
        : `it holds ${rowsIn(row)}, so ${names} cannot be added: ${why}. Give it a default, or add it as nullable, fill it, and set nullable: false in a later run`;
    },
  };
}
