import { InvalidArgumentError, ObjectMissingError } from "../../client/errors";
import { join, quoted, raw, type Sql, type StoredName, sql } from "../../sql";
import type { Definition } from "../definition";
import { type Act, accountOf, actOf, type Context, createdOnOf, intentKey, send } from "../lifecycle/context";
import { keeping } from "../lifecycle/keeping";
import { locate } from "../locate";
import { called, identityOf } from "../names";
import { stateVersion } from "../state";
import { dropStatement, renameStatement } from "../statements";
import { about } from "./about";
import { type Looked, listedKeys, look, missing } from "./look";

/** How an object is dropped. */
export interface DropHow {
  /** Whether it is as good if there is none. */
  readonly ifExists?: boolean | undefined;
  /** What stands in it, or refers to it: goes along, or is a reason to refuse. */
  readonly contents?: "cascade" | "restrict" | undefined;
  /** Whether what it would refuse for, such as block volumes, goes too. */
  readonly force?: boolean | undefined;
}

/** Drops an object: to ask for it is consent to what is lost with it. */
export async function drop(
  definition: Definition,
  context: Context,
  name: readonly StoredName[],
  how: DropHow = {},
): Promise<void> {
  const act = actOf(definition, context, {}, name, "delete");
  if (definition.lifecycle !== undefined) return dropWhole(act, name, how);
  await definition.keeper?.bringBack(context, {});
  const statement = dropping(definition, name, how);
  const isGone = async () => (await locate(definition, act.client, name, "fresh")) === undefined;
  const found = await lookIfKept(definition, context, name);
  try {
    await about(
      definition,
      name,
      kept(act, name, found, "dropped", (act) => send(act, name, { statement }, isGone)),
    );
  } catch (error) {
    // What contains it may be gone too: IF EXISTS looks no further than the object.
    if (!(error instanceof ObjectMissingError) || how.ifExists !== true) throw error;
  }
}

/** What stands for more, or for less, than one object of a listing. */
async function dropWhole(act: Act, name: readonly StoredName[], { ifExists }: DropHow): Promise<void> {
  const { definition, context } = act;
  const found = await look(definition, context, name);
  if (found === undefined && ifExists === true) return;
  if (found === undefined) throw await missing(definition, context, name);
  const who = await act.client.identity();
  const createdOn = found.row === undefined ? undefined : createdOnOf(found.row);
  const facts = { account: accountOf(who), role: who.role, version: stateVersion };
  await definition.lifecycle?.remove(context, {
    ...found.values,
    ...identityOf(definition, name),
    dataLoss: "allow",
    identity: { ...facts, ...(createdOn === undefined ? {} : { createdOn }) },
  });
  context.journal.forget(intentKey(act, who, name));
}

function dropping(definition: Definition, name: readonly StoredName[], how: DropHow): Sql {
  const { ifExists, contents, force } = how;
  const statement = dropStatement(definition, name, force === true ? "allow" : "ifEmpty", { ifExists });
  return contents === undefined ? statement : join([statement, raw(endingOf(contents))]);
}

function endingOf(contents: NonNullable<DropHow["contents"]>): string {
  if (contents === "cascade") return "CASCADE";
  if (contents === "restrict") return "RESTRICT";
  throw new InvalidArgumentError({
    message: `contents: ${JSON.stringify(contents)} is neither "cascade" nor "restrict". Nothing was sent.`,
  });
}

/** Brings back what was dropped last under a name. */
export async function undrop(definition: Definition, context: Context, name: readonly StoredName[]): Promise<void> {
  const act = actOf(definition, context, {}, name, "create");
  const isThere = async () => (await locate(definition, act.client, name, "fresh")) !== undefined;
  const statement = sql`UNDROP ${raw(definition.noun)} ${quoted(...name)}`;
  await about(definition, name, send(act, name, { statement }, isThere));
}

/** Gives an object another name, or another place. */
export async function rename(
  definition: Definition,
  context: Context,
  name: readonly StoredName[],
  to: readonly StoredName[],
): Promise<void> {
  const act = actOf(definition, context, {}, name, "update");
  await definition.keeper?.bringBack(context, {});
  const isDone = async () =>
    (await locate(definition, act.client, name, "fresh")) === undefined &&
    (await locate(definition, act.client, to, "fresh")) !== undefined;
  const found = await lookIfKept(definition, context, name);
  const step = renameStatement(definition, name, to);
  const change = kept(act, name, found, "renamed", (act) => send(act, name, step, isDone));
  await about(definition, name, change, to);
}

/** What has to make way for a change of an object is told by its row; without a keeper nothing has to. */
async function lookIfKept(
  definition: Definition,
  context: Context,
  name: readonly StoredName[],
): Promise<Looked | undefined> {
  if (definition.keeper === undefined) return undefined;
  return look(definition, context, name, { keys: listedKeys(definition, [], false) });
}

/** Runs a statement about an object that exists; of a kind that has to make way for it, while that does. */
async function kept(
  act: Act,
  name: readonly StoredName[],
  found: Looked | undefined,
  done: string,
  change: (act: Act) => Promise<unknown>,
): Promise<void> {
  if (found === undefined) {
    await change(act);
    return;
  }
  const before = { ...found.values, ...identityOf(act.definition, name) };
  const { problem } = await keeping(act, { name, row: found.row, before }, change);
  if (problem === undefined) return;
  problem.message = `${called(act.definition, name)} was ${done}. ${problem.message}`;
  throw problem;
}
