import type { StatementEvent } from "../client/client";
import type { SettingsSource } from "../client/settings";
import type { Step } from "../resource/plan";

/** Whether the user wants to see the statements: `pulumi-dynamic-snowflake:showSql`, or `PULUMI_SNOWFLAKE_SHOW_SQL=1`. */
export function showsSql(source: Pick<SettingsSource, "config" | "env">): boolean {
  const written = source.env["PULUMI_SNOWFLAKE_SHOW_SQL"] ?? source.config("pulumi-dynamic-snowflake:showSql") ?? "";
  return /^(1|true|yes|on)$/i.test(written.trim());
}

let saidWhatIsMissing = false;

/** Prints a plan: what creation or update is about to send, with class and reason beside each statement. */
export function tellPlanned(steps: readonly Step[]): void {
  if (steps.length === 0) return;
  if (!saidWhatIsMissing) {
    saidWhatIsMissing = true;
    console.log(
      "plan  -- statements that creations and updates send; the engine does not ask about deletions, so no DROP is shown before it happens",
    );
  }
  for (const step of steps) {
    const loses = step.loses === undefined ? "" : ` · would ${step.loses} it`;
    console.log(`plan  ${step.statement.redacted};  -- ${step.class} · ${step.reason}${loses}`);
  }
}

/** Prints a statement that was sent: how long it took, and its query id. */
export function tellSent({ statement, writes, durationMs, queryId, error }: StatementEvent): void {
  const end = error === undefined ? "" : ` · failed${error.code === undefined ? "" : ` with ${error.code}`}`;
  console.log(
    `${writes ? "sent " : "asked"} ${statement.redacted};  -- ${Math.round(durationMs)} ms${queryId === undefined ? "" : ` · ${queryId}`}${end}`,
  );
}
