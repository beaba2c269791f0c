import { z } from "zod";
import { clause } from "../resource/forms";
import { safe } from "../resource/plan";
import type { Property } from "../resource/property";
import { isUnknown } from "../resource/unknown";
import { raw, sql } from "../sql";
import { bodyProblem, sameBody, trimmedBody } from "../sql/body";
import { definitionSchema, definitionText, sameDefinition, type TaskDefinition } from "./task-definition";

const body = z.string().transform((written, context) => {
  if (isUnknown(written)) return written;
  const message = bodyProblem(written);
  if (message === undefined) return trimmedBody(written);
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

/** What a task runs. */
export const definition: Property<string | object, TaskDefinition> = clause<string | object, TaskDefinition>(
  definitionSchema as unknown as z.ZodType<TaskDefinition, string | object>,
  definitionText,
  {
    place: "tail",
    clause: (value) => sql`AS ${definitionText(value)}`,
    source: { column: "definition" },
    parse: (cell) => (cell === null || cell === "" ? undefined : trimmedBody(cell)),
    equal: sameDefinition,
    asWritten: true,
    fallback: "nothing",
    onChange: ({ alter, after, reason }) =>
      after === undefined ? [] : [safe(sql`${alter} MODIFY AS ${definitionText(after)}`, reason, ["definition"])],
  },
);

/** The condition of a run. */
export const when: Property<string, string> = clause<string, string>(body, (value) => raw(value), {
  place: "tail",
  clause: (value) => sql`WHEN ${raw(value)}`,
  source: { column: "condition" },
  parse: (cell) => (cell === null || cell === "" || cell === "null" ? undefined : trimmedBody(cell)),
  equal: sameBody,
  asWritten: true,
  onChange: ({ alter, after, reason }) => [
    safe(after === undefined ? sql`${alter} REMOVE WHEN` : sql`${alter} MODIFY WHEN ${raw(after)}`, reason, ["when"]),
  ],
});
