import { InvalidArgumentError } from "../client/errors";
import type { Definition } from "./definition";
import { identityKeys } from "./names";
import { type Options, optionsOf } from "./options";
import type { Memory, Values } from "./property";
import { canonicalAgain } from "./validate";

/** The version of what this library writes into state. A newer one is refused, by name. */
export const stateVersion = 1;

/** What proves which object a state entry stands for. */
export interface Facts {
  /** `ORGANIZATION.ACCOUNT`. */
  readonly account: string;
  /** The role that last saw the object. */
  readonly role: string;
  /** Snowflake's time of creation; absent if the object was made but could not be read back. */
  readonly createdOn?: string;
  /** Taken up, not created by us: delete releases it. */
  readonly adopted?: boolean;
  /** What had made way for its last change has not come back yet: the next update sees to it. */
  readonly unfinished?: boolean;
  /** What the kind keeps in mind, because Snowflake does not show it. */
  readonly memory?: Memory;
  /** Version of what this library writes into state. */
  readonly version: number;
}

/** One object as the state knows it. */
export interface State {
  /** Identity and managed properties, canonical. */
  readonly values: Values;
  readonly options: Options;
  readonly facts: Facts;
  /** What Snowflake has decided; see {@link Definition.outputs}. */
  readonly outputs?: Values;
}

/** The key of the outputs under which the facts stand. */
export const factsKey = "identity";

const providerKey = "__provider";

/** Reads outputs as they stand in state. @throws InvalidArgumentError if a newer release wrote them. */
export function stateOf(definition: Definition, outputs: Readonly<Record<string, unknown>>): State {
  const { [factsKey]: facts, [providerKey]: _, ...rest } = outputs;
  const known = (facts ?? { account: "", role: "", version: stateVersion }) as Facts;
  if (known.version > stateVersion) {
    throw new InvalidArgumentError({
      message:
        `The state of ${definition.kind} ${String(outputs["name"])} was written by a newer pulumi-dynamic-snowflake (state version ` +
        `${known.version}; this release knows ${stateVersion}). Upgrade the package in this program: npm install pulumi-dynamic-snowflake@latest`,
    });
  }
  const { values, options } = split(definition, canonicalAgain(definition, rest));
  const keys = Object.keys(definition.outputs ?? {}).filter((key) => rest[key] !== undefined && rest[key] !== null);
  const decided = Object.fromEntries(keys.map((key) => [key, rest[key]]));
  return { values, options, facts: known, ...(keys.length === 0 ? {} : { outputs: decided }) };
}

/** Outputs as they go into state. */
export function outputsOf(state: State): Record<string, unknown> {
  return { ...state.outputs, ...state.values, ...state.options, [factsKey]: state.facts };
}

/** The same without what only facts say: the inputs that describe the object. */
export function inputsOf(state: State): Record<string, unknown> {
  return { ...state.values, ...state.options };
}

/** Checked inputs, taken apart. */
export function split(definition: Definition, inputs: Values): { readonly values: Values; readonly options: Options } {
  const keys = new Set([...identityKeys(definition), ...Object.keys(definition.properties)]);
  return {
    values: Object.fromEntries(Object.entries(inputs).filter(([key]) => keys.has(key))),
    options: optionsOf(inputs),
  };
}
