import { expect } from "vitest";
import {
  createStatements,
  type Definition,
  type Problem,
  type Step,
  updateStatements,
  validate,
} from "../../provider/resource";
import { parseIdentifier } from "../../provider/sql";

type Written = Readonly<Record<string, unknown>>;

const LOADING = parseIdentifier("LOADING");

/** Canonical values of an object LOADING. */
export function canonical(definition: Definition, written: Written): Written {
  const { values, problems } = validate(definition, { name: "loading", ...written });
  expect(problems).toEqual([]);
  return values;
}

/** The statements that create an object. */
export function created(definition: Definition, written: Written): string[] {
  return createStatements(definition, canonical(definition, written)).map(({ statement }) => statement.text);
}

/** The steps that lead from one declaration of an object LOADING to another. */
export function planned(definition: Definition, before: Written, after: Written): readonly Step[] {
  return updateStatements(definition, [LOADING], canonical(definition, before), canonical(definition, after));
}

/** Their statements. */
export function edited(definition: Definition, before: Written, after: Written): string[] {
  return planned(definition, before, after).map(({ statement }) => statement.text);
}

/** What is wrong with a declaration. */
export function problemsOf(definition: Definition, written: Written): readonly Problem[] {
  return validate(definition, { name: "loading", ...written }).problems;
}
