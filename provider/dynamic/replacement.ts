import { InvalidArgumentError } from "../client/errors";
import { refuseAtPreview } from "../resource/data-safety";
import type { Definition } from "../resource/definition";
import type { PropertyChange } from "../resource/diff";
import { same } from "../resource/equal";
import { type Context, renamedKind } from "../resource/lifecycle/context";
import { called, identityKeys, namesOf } from "../resource/names";
import type { DataLoss, Options } from "../resource/options";
import { dataLossOf, ownDataLossOf } from "../resource/policy";
import type { Values } from "../resource/property";
import type { State } from "../resource/state";
import { reasonOf } from "../resource/statements";
import { isUnknown } from "../resource/unknown";
import { canonicalQualified, parseQualified, type StoredName } from "../sql";

/** What becomes of a step that loses data, in words. */
export const consequences: Readonly<Record<DataLoss, string>> = {
  refuse: "and is refused",
  ifEmpty: "which is done only if there is nothing to lose",
  recoverable: "which is done only if there is nothing to lose, or Time Travel can bring it back",
  allow: "with what it holds",
};

/** Whether another name is given in place, or by renaming what contains the object, in this run or in one that was interrupted. */
export function renamesInPlace(
  definition: Definition,
  { claims, journal, project, folder }: Context,
  { values, facts }: State,
  moved: readonly StoredName[],
): boolean {
  if (definition.renames !== false) return true;
  const standing = namesOf(definition, values);
  if (same(claims.carried(standing), moved)) return true;
  const containers = [
    ["Database", 1],
    ["Schema", 2],
  ] as const;
  return containers.some(([kind, length]) => {
    const name = canonicalQualified(standing.slice(0, length));
    const note = journal.find({ account: facts.account, project, folder, kind: renamedKind(kind), name });
    const own = moved.slice(length);
    return note?.renamedTo === canonicalQualified(moved.slice(0, length)) && same(own, standing.slice(length));
  });
}

/** The engine puts what is not known in place of the name of what is dropped and made again; what stands on that has to go first. */
export function goesToo(
  { properties }: Definition,
  { claims }: Context,
  before: Values,
  after: Values,
  { key }: PropertyChange,
): boolean {
  const { goesWith, refersTo } = properties[key] ?? {};
  if (goesWith !== true || refersTo === undefined || !isUnknown(after[key])) return false;
  return claims.isReplaced(refersTo, parseQualified(String(before[key])));
}

/** A change of a name where only another object can have it. */
export function replaced({ key }: PropertyChange): PropertyChange {
  return { key, effect: "replace", why: `${key}, which cannot be changed in place` };
}

/**
 * Lets an object be replaced, or refuses it. The engine also asks about what stands in a database or schema that is replaced,
 * with a name that is not known: the consent given for the container holds, unless the object says otherwise itself.
 */
export function allowReplacement(
  definition: Definition,
  { claims, policy, say }: Context,
  before: State,
  after: { readonly values: Values; readonly options: Options },
  replacing: readonly PropertyChange[],
): void {
  const name = namesOf(definition, before.values);
  const goesAlong = identityKeys(definition).some((key) => isUnknown(after.values[key]));
  const consent = goesAlong ? claims.mayLoseWithContainer(name) : undefined;
  if (goesAlong && consent === undefined) return;
  const dataLoss =
    ownDataLossOf(policy, definition, before.values, after.options) ??
    consent ??
    dataLossOf(policy, definition, before.values, after.options);
  refuseReplacement(definition, before, dataLoss, goesAlong ? [] : replacing);
  if (!goesAlong && mayHold(definition, before.values))
    say(
      `${called(definition, name)} would be replaced (because ${reasonsOf(replacing)}), ${consequences[dataLoss]} (dataLoss "${dataLoss}"); its grants and tags go with it.`,
    );
  claims.allowReplacement(definition.kind, canonicalQualified(name), before.facts.createdOn, dataLoss);
  claims.replaces(definition.kind, name);
  if (definition.container === true) claims.allowReplacementWithContents(name, dataLoss);
}

function refuseReplacement(
  definition: Definition,
  before: State,
  dataLoss: DataLoss,
  replacing: readonly PropertyChange[],
): void {
  const name = namesOf(definition, before.values);
  if (before.facts.adopted === true && dataLoss !== "allow" && replacing.length > 0) {
    throw new InvalidArgumentError({
      objectKind: definition.kind,
      name: canonicalQualified(name),
      message:
        `A change of ${replacing.map(({ key }) => key).join(", ")} takes a replacement of ${called(definition, name)}, which was taken up, not created, by this stack. ` +
        'It would have to be dropped: set dataLoss: "allow" if that is meant, or take the change back.',
    });
  }
  if (!mayHold(definition, before.values)) return;
  refuseAtPreview(definition, name, dataLoss, {
    what: `replace (because ${reasonsOf(replacing)}; its grants and tags go with it)`,
    wayBack: "undrop",
    replaces: true,
  });
}

function mayHold({ data }: Definition, values: Values): boolean {
  return data !== undefined && data.holds?.(values) !== false;
}

/** Each property that takes a replacement, with what of it is new. */
export function replacementReasons(
  definition: Definition,
  before: Values,
  after: Values,
  replacing: readonly PropertyChange[],
): readonly string[] {
  return replacing.map(({ key }) => {
    if (isUnknown(after[key])) return "what it stands in is replaced";
    const property = definition.properties[key];
    return property === undefined ? key : reasonOf(key, property, before[key], after[key]);
  });
}

/** What takes a replacement: the properties, or what of them cannot be changed in place. */
function reasonsOf(replacing: readonly PropertyChange[]): string {
  return replacing.length === 0
    ? "what it stands in is replaced"
    : `of ${replacing.map(({ key, why }) => why ?? key).join("; ")}`;
}
