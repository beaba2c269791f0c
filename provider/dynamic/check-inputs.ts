import type { Definition } from "../resource/definition";
import type { Problem, Validated } from "../resource/validate";
import { validate } from "../resource/validate";
import { derivedNameKey } from "./derived-name";
import type { Props } from "./handlers";

const internalKeys = new Set(["__provider", derivedNameKey]);

/** What a program wrote, in canonical form, and what is wrong with it. Pure. */
export function checkInputs(definition: Definition, oldInputs: Props, newInputs: Props): Validated {
  const derived = newInputs[derivedNameKey] === true;
  const written: Record<string, unknown> = withoutInternals(newInputs);
  // A derived name is fixed at creation: renaming a variable never renames an object.
  if (derived && typeof oldInputs["name"] === "string") written["name"] = oldInputs["name"];
  const { values, problems } = validate(definition, written);
  return { values, problems: derived ? problems.map(aboutDerivedName) : problems };
}

/** Values without what only the class and the engine need, and without what is absent. */
export function withoutInternals(props: Props): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(props).filter(([key, value]) => !internalKeys.has(key) && value !== undefined && value !== null),
  );
}

function aboutDerivedName(problem: Problem): Problem {
  return problem.path === "name"
    ? { path: "name", message: `is not given, and the resource's own name does not do: ${problem.message}. Set name` }
    : problem;
}
