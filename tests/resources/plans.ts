import { expect } from "vitest";
import { type Definition, type Problem, type Step, validate } from "../../provider/resource";
import { namesOf } from "../../provider/resource/names";
import { changeSteps, creationSteps } from "../../provider/resource/steps";
import { placeOf } from "./examples";

type Written = Readonly<Record<string, unknown>>;

/** Canonical values of an object LOADING, in the database SCRATCH or its schema PUBLIC if it stands in one. */
export function canonical(definition: Definition, written: Written): Written {
  const { values, problems } = checked(definition, written);
  expect(problems).toEqual([]);
  return values;
}

/** The statements that create an object. */
export function created(definition: Definition, written: Written): string[] {
  return creationSteps(definition, canonical(definition, written)).map(({ statement }) => statement.text);
}

/** The steps that lead from one declaration of an object LOADING to another. */
export function planned(definition: Definition, before: Written, after: Written): readonly Step[] {
  const values = canonical(definition, after);
  return changeSteps(definition, namesOf(definition, values), canonical(definition, before), values);
}

/** Their statements. */
export function edited(definition: Definition, before: Written, after: Written): string[] {
  return planned(definition, before, after).map(({ statement }) => statement.text);
}

/** What is wrong with a declaration. */
export function problemsOf(definition: Definition, written: Written): readonly Problem[] {
  return checked(definition, written).problems;
}

/** A declaration of an object LOADING, checked. */
export function checked(definition: Definition, written: Written): ReturnType<typeof validate> {
  return validate(definition, { name: "loading", ...placeOf(definition).args, ...written });
}
