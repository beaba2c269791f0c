import { InvalidArgumentError } from "../../provider/client/errors";
import { canonicalArgumentTypes } from "../../provider/resources/signature";
import { IdentifierError, parseQualified, quoted, raw, Sql, splitTypes, sql } from "../../provider/sql";
import { kindOfNoun, kindOfPlural, nounOf, partsOf, privilegesByKind } from "./grant-privileges";
import type { GrantContainer, Securable } from "./grant-securable";
import { Reference } from "./reference";
import type { Named } from "./spec";

/** Something that privileges are on, as statements name it. */
export interface ReadSecurable {
  /** `TABLE DB.S.T`, `FUTURE TABLES IN SCHEMA DB.S`. */
  readonly text: Sql;
  /** The privileges that there are; absent if its kind is not known. */
  readonly privileges?: readonly string[];
  /** What does not exist yet. */
  readonly isFuture: boolean;
}

/**
 * Reads what privileges are on.
 *
 * @throws InvalidArgumentError if nothing is granted on such a thing, or its name is not a full one.
 */
export function readSecurable(on: Securable): ReadSecurable {
  if (on === "account") return { text: raw("ACCOUNT"), privileges: privilegesByKind.account, isFuture: false };
  if ("securable" in on) {
    const { noun, name } = on.securable;
    const kind = kindOfNoun(noun) ?? refuse(`Nothing is granted on a ${noun}.`);
    return { text: sql`${raw(noun)} ${name}`, privileges: privilegesByKind[kind], isFuture: false };
  }
  if ("all" in on) return { ...several(on.all, on.in, "ALL"), isFuture: false };
  if ("future" in on) return { ...several(on.future, on.in, "FUTURE"), isFuture: true };
  const { kind, name } = on;
  if (kind instanceof Sql) return { text: sql`${kind} ${nameInSql(kind.text, name)}`, isFuture: false };
  if (!Object.hasOwn(privilegesByKind, kind)) {
    throw refuse(
      `Nothing is granted on kind: ${JSON.stringify(kind)}; for one that is new write kind: raw("NEW KIND").`,
    );
  }
  const text = sql`${raw(nounOf(kind))} ${nameInSql(kind, name, partsOf(kind))}`;
  return { text, privileges: privilegesByKind[kind], isFuture: false };
}

/** `SCHEMA DB.S`. */
export function containerInSql(container: GrantContainer): Sql {
  if ("securable" in container) {
    const { noun, name } = container.securable;
    if (noun !== "DATABASE" && noun !== "SCHEMA")
      throw refuse(`in: a ${noun} holds no objects that are granted together.`);
    return sql`${raw(noun)} ${name}`;
  }
  if ("database" in container) return sql`DATABASE ${nameInSql("database", container.database, 1)}`;
  return sql`SCHEMA ${nameInSql("schema", container.schema, 2)}`;
}

function several(
  plural: string | Sql,
  container: GrantContainer,
  which: "ALL" | "FUTURE",
): Omit<ReadSecurable, "isFuture"> {
  const place = containerInSql(container);
  if (plural instanceof Sql) return { text: sql`${raw(which)} ${plural} IN ${place}` };
  const kind =
    kindOfPlural(plural) ??
    refuse(
      `${JSON.stringify(plural)} are nothing that is granted together; for kinds that are new write raw("NEW KINDS").`,
    );
  return { text: sql`${raw(which)} ${raw(nounOf(plural))} IN ${place}`, privileges: privilegesByKind[kind] };
}

/** Kinds whose objects of one name differ by the types of their arguments. */
const overloaded = ["procedure", "function"];

/**
 * A name as it stands in statements.
 *
 * @param parts - How many names it takes; not checked if absent.
 * @throws InvalidArgumentError if it is none.
 */
export function nameInSql(kind: string, named: string | Named, parts?: number): Sql {
  // The qualified name of a procedure lacks the types that its reference knows.
  if (overloaded.includes(kind) && named instanceof Reference) return named.securable.name;
  const text = typeof named === "string" ? named : named.qualifiedName;
  const signature = splitTypes(text);
  if (overloaded.includes(kind) && signature === undefined) {
    throw refuse(`${kind} ${text} needs the types of its arguments: "${text}(VARCHAR)", or "${text}()" for none.`);
  }
  try {
    const names = parseQualified(signature?.name ?? text);
    if (parts !== undefined && names.length !== parts) {
      throw refuse(
        `${kind} ${text} is not a full name: ${["DATABASE", "SCHEMA"]
          .slice(0, parts - 1)
          .concat("NAME")
          .join(".")} is expected.`,
      );
    }
    return sql`${quoted(...names)}${raw(signature === undefined ? "" : canonicalArgumentTypes(signature.types))}`;
  } catch (error) {
    if (error instanceof IdentifierError) throw refuse(`${kind}: ${error.message}.`);
    throw error;
  }
}

function refuse(message: string): never {
  throw new InvalidArgumentError({ message: `${message} Nothing was sent.` });
}
