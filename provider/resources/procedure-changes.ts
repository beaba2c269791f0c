import type { Arranged } from "../resource/definition";
import { type Step, safe } from "../resource/plan";

/** What neither ALTER nor CREATE OR ALTER changes. */
const fixed: ReadonlySet<string> = new Set(["arguments", "language", "handler", "nullHandling"]);

/** What CREATE OR ALTER changes, and ALTER does not. */
const redefined: ReadonlySet<string> = new Set([
  "returns",
  "secure",
  "runtimeVersion",
  "artifactRepository",
  "packages",
  "imports",
  "externalAccessIntegrations",
  "secrets",
  "body",
]);

/**
 * The statements of a change: ALTER where it can, else one CREATE OR ALTER of the whole procedure, which keeps the object, its
 * grants and tags. What that cannot change either takes CREATE OR REPLACE with COPY GRANTS: there is no moment without the
 * procedure, and who may call it still may; tags that the program does not manage are lost.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-function#create-or-alter-function-usage-notes
 */
export function arrangeProcedure(steps: readonly Step[], { after, created }: Arranged): readonly Step[] {
  const touched = steps.flatMap(({ properties }) => properties);
  if (touched.some((key) => fixed.has(key)))
    return whole(created("REPLACE", { ...after, copyGrants: true }), steps, "anew");
  if (!touched.some((key) => redefined.has(key))) return steps;
  // Tags are left alone by CREATE OR ALTER; that it resets AUTO_EVENT_LOGGING no page says.
  const { tags: _, copyGrants: __, ...said } = after;
  const apart = steps.filter(
    ({ properties }) =>
      properties.includes("tags") ||
      (properties.includes("autoEventLogging") && after["autoEventLogging"] === undefined),
  );
  const others = steps.filter((step) => !apart.includes(step));
  return [...whole(created("ALTER", said), others, "altered"), ...apart];
}

/** Statements in the place of steps: what those are about stands only when all of them have run. */
function whole(
  statements: readonly Step[],
  steps: readonly Step[],
  rebuilds: NonNullable<Step["rebuilds"]>,
): readonly Step[] {
  const reason = [...new Set(steps.map((step) => step.reason))].join(", ");
  const properties = [...new Set(steps.flatMap((step) => step.properties))];
  return statements.map(({ statement }, index) => ({
    ...safe(statement, reason, properties),
    ...(index === 0 ? { rebuilds } : {}),
  }));
}
