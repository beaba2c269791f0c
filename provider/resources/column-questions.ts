import { pulumiAdvice } from "../client/advice";
import { SqlError } from "../client/errors";
import type { Condition, Subject } from "../resource/plan";
import { canonicalName, join, quoted, raw, type Sql, sql, storedName, wholeDigits } from "../sql";
import { quotedColumn } from "./column-clause";
import { isEmpty, rowsIn } from "./table-rows";

/** Something about a column's values that a change depends on. */
export type Question =
  /** It must hold no NULL. */
  | { readonly notNull: string }
  /** The table must hold no rows. */
  | { readonly empty: string }
  /** Its numbers must fit into a smaller type. */
  | { readonly fits: string; readonly type: string };

/** A session without a warehouse cannot look at rows. */
const noWarehouse = "000606";

/** All questions about one table, asked in one statement; none is sent for a table without rows. */
export function questionsAbout(questions: readonly Question[]): Condition {
  return {
    text: questions.map(demand).join("; "),
    problem: async (subject) => {
      if (isEmpty(subject.row)) return undefined;
      const needEmpty = questions.find((question) => "empty" in question);
      if (needEmpty !== undefined) return `${demand(needEmpty)}, but it holds ${rowsIn(subject.row)}`;
      const [answer = {}] = await select(subject, questions.flatMap(cellsOf));
      const problems = questions.map((question, index) => problemOf(question, index, answer));
      return problems.find((problem) => problem !== undefined);
    },
  };
}

/** How many values the columns hold, for those that hold any. What a policy hides from the role counts as full. */
export async function valuesIn(subject: Subject, names: readonly string[]): Promise<readonly string[]> {
  if (isEmpty(subject.row)) return [];
  try {
    const masked = await maskedAmong(subject, names);
    if (masked.length > 0)
      return [
        `${rowsIn(subject.row)}; what is in ${masked.join(", ")} may be hidden by a policy on ${masked.length === 1 ? "it" : "them"}`,
      ];
    const [answer = {}] = await select(subject, [
      sql`COUNT(*) AS ALL_ROWS`,
      ...names.map((name, index) => sql`COUNT(${quotedColumn(name)}) AS ${raw(`C${index}`)}`),
    ]);
    if (Number(answer["ALL_ROWS"]) < Number(subject.row["rows"]))
      return [`${rowsIn(subject.row)}, of which this role sees ${answer["ALL_ROWS"]}: a policy may hide the others`];
    return names.flatMap((name, index) => {
      const count = answer[`C${index}`] ?? "0";
      return count === "0" ? [] : [`${count} ${count === "1" ? "value" : "values"} in column ${name}`];
    });
  } catch (error) {
    if (!(error instanceof SqlError && error.code === noWarehouse)) throw error;
    const { setting } = subject.advice ?? pulumiAdvice;
    return [
      `${rowsIn(subject.row)}; whether ${names.join(", ")} is empty in them takes a warehouse to look at (${setting("warehouse")})`,
    ];
  }
}

/** The columns that a policy protects. */
async function maskedAmong({ client, name, operation }: Subject, names: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.execute(sql`DESCRIBE TABLE ${quoted(...name)}`, { writes: false, operation });
  const masked = rows.filter((row) => row["policy name"]).map((row) => canonicalName(storedName(row["name"] ?? "")));
  return names.filter((one) => masked.includes(one));
}

async function select({ client, name, operation }: Subject, cells: readonly Sql[]) {
  const statement = sql`SELECT ${join(cells, ", ")} FROM ${quoted(...name)}`;
  return (await client.execute(statement, { writes: false, operation })).rows;
}

function cellsOf(question: Question, index: number): readonly Sql[] {
  if ("notNull" in question) return [sql`COUNT(*) - COUNT(${quotedColumn(question.notNull)}) AS ${raw(`N${index}`)}`];
  if ("empty" in question) return [];
  const column = quotedColumn(question.fits);
  return [sql`MIN(${column}) AS ${raw(`L${index}`)}`, sql`MAX(${column}) AS ${raw(`H${index}`)}`];
}

function problemOf(
  question: Question,
  index: number,
  answer: Readonly<Record<string, string | null>>,
): string | undefined {
  if ("notNull" in question) {
    const nulls = answer[`N${index}`] ?? "0";
    return nulls === "0"
      ? undefined
      : `column ${question.notNull} holds ${nulls} NULL${nulls === "1" ? "" : "s"}, so it cannot become NOT NULL; fill them first`;
  }
  if ("empty" in question) return undefined;
  const digits = wholeDigits(question.type) ?? 38;
  const tooBig = [answer[`L${index}`], answer[`H${index}`]].find(
    (value) => (value ?? "").replace(/^-?0*|\..*$/g, "").length > digits,
  );
  return tooBig === undefined || tooBig === null
    ? undefined
    : `column ${question.fits} holds ${tooBig}, which does not fit into ${question.type}`;
}

function demand(question: Question): string {
  if ("notNull" in question) return `column ${question.notNull} must hold no NULL to become NOT NULL`;
  if ("empty" in question) return `the table must hold no rows for column ${question.empty} to become NOT NULL`;
  return `column ${question.fits} must hold only what fits into ${question.type}`;
}
