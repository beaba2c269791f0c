import { InvalidArgumentError } from "../../client/errors";
import type { Definition } from "../definition";
import type { Values } from "../property";
import type { Problem } from "../validate";

/**
 * What is wrong between properties of a specification. Of an object that exists, a specification says only a part: what is wrong
 * with that alone counts if it is wrong with the whole too, and all that it is about is known.
 *
 * @param whole - What the object shall be; absent if there is none yet, so that the specification is all of it.
 */
export function brokenRules(definition: Definition, values: Values, whole?: Values): readonly Problem[] {
  const isKnown = (key: string) =>
    whole === undefined || key in whole || definition.properties[key]?.source.from === "column";
  return definition.rules.flatMap(({ of, problem }) => {
    const found = problem(values);
    if (found === undefined || !of.every(isKnown)) return [];
    const wrong = whole === undefined ? found : problem(whole);
    if (wrong === undefined) return [];
    return typeof wrong === "string" ? [{ path: of[0] ?? "", message: wrong }] : wrong;
  });
}

/** @throws InvalidArgumentError that lists what is wrong with a specification, if anything is. */
export function refuseProblems(
  { kind }: Pick<Definition, "kind">,
  name: string,
  problems: readonly Problem[],
  end: string,
): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ path, message }) => `\n  - ${path === "" ? message : `${path}: ${message}`}`);
  throw new InvalidArgumentError({
    objectKind: kind,
    ...(name === "" ? {} : { name }),
    message: `${kind}${name === "" ? "" : ` ${name}`} cannot be as specified:${lines.join("")}\n${end}`,
  });
}
