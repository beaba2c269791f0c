/** A heading of the quickstart's transcript. */
export function section(title: string): void {
  console.log(`\n── ${title} ${"─".repeat(Math.max(2, 76 - title.length))}\n`);
}

/** Rows of a result as a table of plain text. */
export function table(rows: readonly Readonly<Record<string, unknown>>[]): void {
  const names = Object.keys(rows[0] ?? {});
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? "")))];
  const widths = names.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  for (const cells of lines)
    console.log(`  ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`.trimEnd());
}

/** Something is not as the quickstart promises. */
export class Surprise extends Error {}

/** Compares what is with what should be. @throws {@link Surprise} if they differ. */
export function expectSame(what: string, found: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is !== should) throw new Surprise(`${what}: expected ${should}, found ${is}`);
}
