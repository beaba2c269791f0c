import { type Goals, type Measured, meets } from "./goals";
import { type StepName, steps } from "./steps";

const columns = [
  { title: "statements", what: "statements", show: whole },
  { title: "logins", what: "logins", show: whole },
  { title: "driver loaded", what: "driver", show: (value: number) => (value ? "yes" : "no") },
  { title: "provider memory", what: "memoryMb", show: (value: number) => `${whole(value)} MB` },
  { title: "first statement", what: "firstStatementMs", show: seconds },
  { title: "time", what: "tookMs", show: seconds },
  { title: "empty stack", what: "emptyMs", show: seconds },
  { title: "ratio", what: "ratio", show: (value: number) => value.toFixed(2) },
  { title: "CPU ratio", what: "cpuRatio", show: (value: number) => value.toFixed(2) },
] as const;

/** What one stack took, with the goal beside each number that has one, as a Markdown table. */
export function tableOf(
  measured: Readonly<Record<StepName, Measured>>,
  goals: Readonly<Record<StepName, Goals>>,
): string {
  const rows = (Object.keys(steps) as StepName[]).map((step) => [
    steps[step].title,
    ...columns.map(({ what, show }) => cell(measured[step], goals[step], what, show)),
  ]);
  const state = cell(measured.create, goals.create, "stateBytes", (value) => `${whole(value)} bytes`);
  const sent = (Object.keys(steps) as StepName[]).flatMap((step) => {
    const verbs = Object.entries(measured[step].verbs).map(([verb, times]) => `${whole(times)} × ${verb}`);
    return verbs.length === 0 ? [] : [`${steps[step].title}: ${verbs.join(", ")}`];
  });
  const heads = ["", ...columns.map(({ title }) => title)];
  return `${aligned([heads, ...rows])}\nState of each resource: ${state}\nSent: ${sent.join("; ")}\n`;
}

function cell(
  measured: Measured,
  goals: Goals,
  what: (typeof columns)[number]["what"] | "stateBytes",
  show: (value: number) => string,
): string {
  const value = measured[what];
  if (value === undefined) return "–";
  const text = show(Number(value));
  const goal = what in goals ? goals[what as keyof Goals] : undefined;
  if (goal === undefined) return text;
  const allowed = goal === false ? "no" : `≤ ${show(Number(goal))}`;
  return `${text} (${allowed}) ${meets(measured, goals, what as keyof Goals) ? "ok" : "MISSED"}`;
}

function aligned([heads = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) => Math.max(3, head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(heads), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
