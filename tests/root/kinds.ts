import type { Definition } from "../../provider/resource";
import { definitions } from "../../provider/resources";
import type { Altered, AlterOptions, CallOptions, CreateMode, Listing, Root } from "../../sdk/root";
import { type Example, examples, least, needsOf, placeOf } from "../resources/examples";

type Written = Readonly<Record<string, unknown>>;

/** What every reference can do, whatever its kind. */
export interface AnyReference {
  readonly name: string;
  readonly storedName: string;
  readonly qualifiedName: string;
  fetch(options?: CallOptions & { readonly foreignKeys?: boolean; readonly parameters?: boolean }): Promise<AnyDetails>;
  tryFetch(options?: CallOptions): Promise<AnyDetails | undefined>;
  exists(options?: CallOptions): Promise<boolean>;
  createOrAlter(spec: Written, options?: AlterOptions): Promise<Altered>;
  drop(options?: CallOptions & { readonly ifExists?: boolean }): Promise<void>;
}

/** What every kind's details have. */
export interface AnyDetails {
  readonly name: string;
  readonly storedName: string;
  readonly qualifiedName: string;
  readonly raw: Readonly<Record<string, string | null>>;
  readonly [key: string]: unknown;
  toSpec(): Written;
}

/** What every collection can do. */
export interface AnyCollection {
  create(spec: Written, options?: CallOptions & { readonly mode?: CreateMode }): Promise<AnyReference>;
  list(
    options?: CallOptions & { readonly like?: string; readonly startsWith?: string; readonly limit?: number },
  ): Listing<AnyDetails>;
  exists(name: string, options?: CallOptions): Promise<boolean>;
}

/** A kind of the object model that is like the others: one object of a listing, with properties of its own. */
export interface AnyKind {
  readonly kind: keyof typeof definitions;
  readonly definition: Definition;
  /** Statements that make the place that its objects stand in. */
  readonly place: readonly string[];
  /** A name that no other object has. */
  freshName(): string;
  /** What an object cannot do without, beside its name. */
  readonly least: Written;
  collection(root: Root): AnyCollection;
  reference(root: Root, name: string): AnyReference;
  readonly cases: readonly (readonly [string, Example])[];
}

let count = 0;
const inSchema = (root: Root) => root.database("SCRATCH").schema("PUBLIC");

/** The kinds whose properties the tests go through, each where the examples have it. */
export const kinds: readonly AnyKind[] = [
  anyKind("warehouse", (root) => [root.warehouses, (name) => root.warehouse(name)]),
  anyKind("database", (root) => [root.databases, (name) => root.database(name)]),
  anyKind("schema", (root) => [root.database("SCRATCH").schemas, (name) => root.database("SCRATCH").schema(name)]),
  anyKind("table", (root) => [inSchema(root).tables, (name) => inSchema(root).table(name)]),
  anyKind("stage", (root) => [inSchema(root).stages, (name) => inSchema(root).stage(name)]),
  anyKind("imageRepository", (root) => [
    inSchema(root).imageRepositories,
    (name) => inSchema(root).imageRepository(name),
  ]),
];

function anyKind(
  kind: keyof typeof definitions,
  of: (root: Root) => readonly [unknown, (name: string) => unknown],
): AnyKind {
  const definition: Definition = definitions[kind];
  return {
    kind,
    definition,
    place: needsOf(definition, {}),
    freshName: () => (kind === "imageRepository" ? `ANY_${++count}` : `"any ${++count}"`),
    least: withoutPlace(definition, least(definition)),
    // What a spec may say differs by kind: here it is anything.
    collection: (root) => of(root)[0] as AnyCollection,
    reference: (root, name) => of(root)[1](name) as AnyReference,
    cases: Object.entries<Example>(examples[kind]).filter(([, { notEmulated }]) => notEmulated !== true),
  };
}

function withoutPlace(definition: Definition, written: Written): Written {
  const place = placeOf(definition).args;
  return Object.fromEntries(Object.entries(written).filter(([key]) => !(key in place)));
}

/** What was sent as it is told: in place of secrets there is `***`. */
export function told(sent: readonly string[], statements: readonly string[]): string[] {
  return sent.map((sql, index) => {
    const pieces = (statements[index] ?? "")
      .split("'***'")
      .map((piece) => piece.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    return new RegExp(`^${pieces.join("'[^']*'")}$`).test(sql) ? (statements[index] ?? "") : sql;
  });
}

/** Everything but what reads: the statements that an object model must not send without need. */
export function writesOf(statements: readonly string[]): string[] {
  return statements.filter((sql) => !/^(SHOW|DESCRIBE|SELECT)\b/.test(sql));
}
