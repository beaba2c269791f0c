import { type Advice, pulumiAdvice } from "../client/advice";
import type { Client, Row } from "../client/client";
import { DataLossError } from "../client/errors";
import { canonicalQualified, quoted, type Sql, type StoredName, sql, storedName } from "../sql";
import type { Contents, Definition } from "./definition";
import { called } from "./names";
import { allowLossSetting } from "./one-run";
import type { DataLoss } from "./options";

/** What is about to happen to an object's data, in the user's words. */
export interface Danger {
  /** `drop`, `replace`, or what a step would lose: `drop column C of`. */
  readonly what: string;
  /** How Time Travel can bring back what is lost: UNDROP, or a copy as it was; absent if it cannot. */
  readonly wayBack?: "undrop" | "copy";
  /** What there is to lose, where that is less than all that the object holds. */
  readonly contents?: () => Promise<Contents>;
  /** A way out that is the change's own: `renamedFrom`. */
  readonly instead?: string;
  /** Whether the object stays, and a part of it goes. */
  readonly ofPart?: boolean;
  /** The words for those who read the refusal. @defaultValue {@link pulumiAdvice} */
  readonly advice?: Advice;
}

const waitMs = 30_000;
const isSecurityAdmin = sql`SELECT IS_ROLE_IN_SESSION(${"SECURITYADMIN"})`;
const whatTime = sql`SELECT CURRENT_TIMESTAMP() AS NOW`;
const grantsTo = (role: string): Sql => sql`SHOW GRANTS TO ROLE ${quoted(storedName(role))}`;

/** Refuses at preview what would lose data whatever is inside: replacements, and everything under `refuse`. */
export function refuseAtPreview(
  definition: Definition,
  name: readonly StoredName[],
  dataLoss: DataLoss,
  danger: Danger & { readonly replaces: boolean },
): void {
  if (definition.data === undefined || dataLoss === "allow") return;
  // What nothing brings back is under "recoverable" as it is under "ifEmpty".
  const isKept = dataLoss === "ifEmpty" || (dataLoss === "recoverable" && definition.data.undrop === undefined);
  if (dataLoss === "refuse" || (danger.replaces && isKept)) throw refusal(definition, name, dataLoss, danger, []);
}

/** The line that brings back what was lost of an object, under the name that it has by then. */
export type LineBack = (name: readonly StoredName[]) => string;

/**
 * Asks before a statement that loses data. Returns the line that brings back what is lost, if there is one to print.
 *
 * @param busy - Whether this process is still deleting inside; then what is inside is looked at again, for 30 seconds at most.
 * @throws DataLossError naming what would be lost, and every way out.
 */
export async function guard(
  definition: Definition,
  client: Client,
  name: readonly StoredName[],
  row: Row,
  dataLoss: DataLoss,
  danger: Danger,
  busy: () => boolean = () => false,
): Promise<LineBack | undefined> {
  const { data } = definition;
  if (data === undefined) return undefined;
  const wayBack = await lineBack(definition, client, row, danger);
  if (dataLoss === "allow" || (dataLoss === "recoverable" && wayBack !== undefined)) return wayBack;
  // Most of a kind may hold nothing: then what is there decides.
  if (dataLoss === "refuse" && data.holds === undefined) throw refusal(definition, name, dataLoss, danger, []);
  const look = danger.contents ?? (() => data.contents(client, name, row));
  let inside = await look();
  for (const until = Date.now() + waitMs; inside.length > 0 && busy() && Date.now() < until; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    inside = await look();
  }
  if (inside.length > 0) throw refusal(definition, name, dataLoss, danger, inside);
  if (data.hides && wayBack === undefined && !(await seesEverything(client))) throw hidden(definition, name, danger);
  return wayBack;
}

/** The statement that brings back what is lost, and until when it does. */
async function lineBack(
  { data }: Definition,
  client: Client,
  row: Row,
  { wayBack }: Danger,
): Promise<LineBack | undefined> {
  const days = data?.retentionDays(row) ?? 0;
  const line = lineOf(data, wayBack);
  if (line === undefined || wayBack === undefined || days <= 0) return undefined;
  const moment = wayBack === "copy" ? await serverTime(client) : await estimatedTime(client);
  const until = new Date(Date.parse(moment) + days * 86_400_000).toISOString().replace(/:\d\d\.\d+Z$/, "Z");
  const note = `possible for ${days === 1 ? "1 day" : `${days} days`}, until ${until}`;
  return (name) => `${line(name, moment).text};  -- ${note}`;
}

/** How Time Travel brings back what is lost of a kind; absent if it does not. */
function lineOf(data: Definition["data"], wayBack: Danger["wayBack"]) {
  return wayBack === undefined ? undefined : wayBack === "undrop" ? data?.undrop : data?.copyAt;
}

/** Snowflake's own clock: what is lost right after must still be there at that moment. (STATEMENT => …) takes no DDL. */
async function serverTime(client: Client): Promise<string> {
  const { rows } = await client.execute(whatTime, { writes: false });
  return rows[0]?.["NOW"] ?? "";
}

/** Good enough for a deadline, without a statement for each of a thousand drops. */
async function estimatedTime(client: Client): Promise<string> {
  const { clockOffsetMs } = await client.identity();
  return new Date(Date.now() + clockOffsetMs).toISOString();
}

/** Whether SHOW hides nothing from the role: who manages grants sees everything. */
export async function seesEverything(client: Client): Promise<boolean> {
  const { rows } = await client.execute(isSecurityAdmin, { writes: false });
  if (Object.values(rows[0] ?? {})[0] === "true") return true;
  const { role } = await client.identity();
  const grants = await client.execute(grantsTo(role), { writes: false });
  return grants.rows.some((grant) => grant["privilege"] === "MANAGE GRANTS");
}

function refusal(
  definition: Definition,
  name: readonly StoredName[],
  dataLoss: DataLoss,
  danger: Danger,
  inside: readonly string[],
): DataLossError {
  const shown = inside
    .slice(0, 10)
    .map((line) => `\n  - ${line}`)
    .join("");
  const more = inside.length > 10 ? `\n  - … and ${inside.length - 10} more` : "";
  const lost = inside.length === 0 ? "." : `, which holds:${shown}${more}\n`;
  const object = called(definition, name);
  const { advice = pulumiAdvice, ofPart = false } = danger;
  const allowed = advice.allowLoss({
    on: "resource",
    recoverable: lineOf(definition.data, danger.wayBack) !== undefined,
    oneRun: allowLossSetting(definition.kind, canonicalQualified(name)),
  });
  return new DataLossError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message:
      `Refused to ${danger.what} ${object}${lost}${lost.endsWith("\n") ? "" : " "}` +
      `Its dataLoss is "${dataLoss}". Ways out: ${allowed}; ${danger.instead === undefined ? "" : `${danger.instead}; `}` +
      `${advice.keep("object", { wholly: !ofPart })}${dataLoss === "refuse" ? "" : "; remove what is inside first"}.`,
  });
}

function hidden(definition: Definition, name: readonly StoredName[], danger: Danger): DataLossError {
  const canReturn = danger.wayBack !== undefined;
  return new DataLossError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message:
      `Refused to ${danger.what} ${called(definition, name)}: it looks empty, but this role may not see everything in it, and ` +
      `${canReturn ? "the drop could not be undone (its Time Travel retention is 0)" : "what is lost could not be brought back"}. ` +
      `Use a role with MANAGE GRANTS${canReturn ? ", give it a retention of 1 day or more" : ""}, or set dataLoss: "allow".`,
  });
}
