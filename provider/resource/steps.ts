import type { StoredName } from "../sql";
import type { Definition } from "./definition";
import type { Step } from "./plan";
import type { Values } from "./property";
import { createStatements, type Known, updateStatements } from "./statements";

/** What is sent to make an object, as far as it is known without asking. */
export function creationSteps(definition: Definition, values: Values): readonly Step[] {
  return definition.lifecycle?.plan(undefined, values) ?? createStatements(definition, values);
}

/** What is sent to bring an object from one state to another, likewise. */
export function changeSteps(
  definition: Definition,
  name: readonly StoredName[],
  before: Values,
  after: Values,
  known: Known = {},
): readonly Step[] {
  return definition.lifecycle?.plan(before, after) ?? updateStatements(definition, name, before, after, known);
}
