import { type Advice, capitalised, pulumiAdvice } from "../client/advice";
import { InvalidArgumentError } from "../client/errors";
import { canonicalQualified, raw, type StoredName } from "../sql";
import type { Definition } from "./definition";
import { boolean } from "./forms";
import { called } from "./names";
import type { Property, Values } from "./property";

/** Whether a change may stop for a while what is running; nothing is sent for it. */
export const allowDowntime: Property<boolean, boolean> = boolean({
  source: "nowhere",
  change: "creation",
  clause: () => raw(""),
});

/**
 * Refuses what would stop something that is running, unless the program allows it.
 *
 * @param stops - In words: `suspend it, and stop the services on it`.
 * @throws InvalidArgumentError with the ways out.
 */
export function refuseDowntime(
  definition: Definition,
  name: readonly StoredName[],
  values: Values,
  stops: string,
  advice: Advice = pulumiAdvice,
): void {
  if (values["allowDowntime"] === true) return;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    name: canonicalQualified(name),
    message:
      `Refused to change ${called(definition, name)}: this would ${stops}. Nothing was changed. ` +
      `${capitalised(advice.allowDowntime)} if that is meant, or take the change back.`,
  });
}
