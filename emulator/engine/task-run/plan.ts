import type { CatalogObject } from "../catalog/object";
import { optionsOf, taskOf } from "../task/record";
import { nextRun, parseSchedule } from "../task/schedule";

/** When the schedule of a started root is due next. */
export interface Plan {
  schedule: string;
  /** Where the schedule began to count; a RESUME begins anew. */
  from: number;
  next: number | null;
}

/** The plan of a root; the one that was made before, if the schedule has not begun anew. Undefined without a schedule. */
export function planOf(root: CatalogObject, before: Plan | undefined): Plan | undefined {
  const { schedule } = optionsOf(root);
  const from = taskOf(root).scheduledFrom;
  if (schedule === null || from === null) return undefined;
  if (before?.schedule === schedule && before.from === from) return before;
  return { schedule, from, next: following(schedule, from) };
}

/** The plan once the time that was due is over. */
export function pastDue(plan: Plan): Plan {
  return plan.next === null ? plan : { ...plan, next: following(plan.schedule, plan.next) };
}

/** The plan without the times up to now, which nobody was there to keep. */
export function caughtUp(plan: Plan, now: number): Plan {
  if (plan.next === null || plan.next > now) return plan;
  const schedule = parseSchedule(plan.schedule);
  if (schedule.kind === "cron") return { ...plan, next: following(plan.schedule, now) };
  const length = schedule.seconds * 1000;
  return { ...plan, next: plan.next + (Math.floor((now - plan.next) / length) + 1) * length };
}

function following(schedule: string, after: number): number | null {
  return nextRun(parseSchedule(schedule), new Date(after))?.getTime() ?? null;
}
