import { InvalidArgumentError } from "../../provider/client/errors";
import { splitAtCommas } from "../../provider/resources/argument-text";
import { argumentTypes, canonicalArgumentTypes } from "../../provider/resources/signature";
import {
  canonicalName,
  DataTypeError,
  IdentifierError,
  overloaded,
  type StoredName,
  splitTypes,
} from "../../provider/sql";
import { readName } from "./spec";

/**
 * The stored name of a procedure with the types that tell it apart from others of its name.
 *
 * @param name - Its name, perhaps with the types behind it: `LOAD(VARCHAR, NUMBER)`.
 * @param types - The types, if they do not stand behind the name.
 * @throws InvalidArgumentError if they are said nowhere, or twice.
 */
export function procedureName(name: string, types?: readonly string[]): StoredName {
  const parts = splitTypes(name);
  if (parts !== undefined && types !== undefined)
    throw refused(`${JSON.stringify(name)} says the types of its arguments already; leave out the others`);
  if (parts === undefined && types === undefined) {
    const shown = JSON.stringify(name);
    throw refused(
      `${shown} may be the name of several; say the types of its arguments, procedure(${shown}, ["VARCHAR", "NUMBER"]) or procedure(${JSON.stringify(`${name}(VARCHAR, NUMBER)`)}); [] for none`,
    );
  }
  return overloaded(readName("Procedure", parts?.name ?? name), canonical(name, parts?.types ?? types ?? []));
}

/** The types of a stored name, in their order. */
export function typesOfName(own: StoredName): readonly string[] {
  const { types = "()" } = splitTypes(canonicalName(own)) ?? {};
  return splitAtCommas(types.slice(1, -1));
}

function canonical(name: string, types: string | readonly string[]): string {
  try {
    return typeof types === "string" ? canonicalArgumentTypes(types) : argumentTypes(types);
  } catch (error) {
    if (!(error instanceof IdentifierError) && !(error instanceof DataTypeError)) throw error;
    throw refused(`${JSON.stringify(name)}: ${error.message}`);
  }
}

function refused(message: string): InvalidArgumentError {
  return new InvalidArgumentError({ objectKind: "Procedure", message: `Procedure ${message}.` });
}
