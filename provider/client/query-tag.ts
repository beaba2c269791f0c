import type { Operation } from "./client";

/** What every tag of a process says. */
export interface TagFacts {
  readonly project?: string;
  readonly stack?: string;
  readonly version: string;
  /** The user's own keys: the JSON of an object, or one text, as `pulumi-dynamic-snowflake:queryTag` has it. */
  readonly own?: string;
}

/** Snowflake takes no longer QUERY_TAG. */
const LIMIT = 2000;

/**
 * The QUERY_TAG of a statement, as JSON. If it is too long, the user's own keys go first, the last one first, then the
 * end of the object's name; it is valid JSON always.
 */
export function queryTag(facts: TagFacts, operation: Operation | undefined): string {
  const own = Object.entries(ownKeys(facts.own));
  const ours = {
    app: "pulumi-dynamic-snowflake",
    version: facts.version,
    project: cut(operation?.project ?? facts.project),
    stack: cut(facts.stack),
    kind: operation?.kind,
    operation: operation?.operation,
    name: operation?.name,
  };
  for (let kept = own.length; kept >= 0; kept--) {
    const tag = JSON.stringify({ ...Object.fromEntries(own.slice(0, kept)), ...ours });
    if (tag.length <= LIMIT) return tag;
  }
  return withShorterName(ours);
}

function withShorterName(ours: { name: string | undefined }): string {
  let name = [...(ours.name ?? "")];
  for (;;) {
    name = name.slice(0, Math.floor(name.length / 2));
    const tag = JSON.stringify({ ...ours, name: `${name.join("")}…` });
    if (tag.length <= LIMIT || name.length === 0) return tag;
  }
}

function cut(text: string | undefined): string | undefined {
  return text === undefined || text.length <= 200 ? text : `${[...text].slice(0, 199).join("")}…`;
}

function ownKeys(text: string | undefined): Record<string, unknown> {
  if (!text) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // Not JSON: one text.
  }
  return { tag: text };
}
