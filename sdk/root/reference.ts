import type { Row } from "../../provider/client/client";
import { InvalidArgumentError } from "../../provider/client/errors";
import { locate } from "../../provider/resource/locate";
import { about } from "../../provider/resource/objects/about";
import { type Change, createOrAlter } from "../../provider/resource/objects/create-or-alter";
import { type DropHow, drop } from "../../provider/resource/objects/drop";
import { type Looked, listedKeys, look, missing } from "../../provider/resource/objects/look";
import { type DataLoss, dataLossWords } from "../../provider/resource/options";
import {
  canonicalName,
  canonicalQualified,
  quoted,
  raw,
  type Sql,
  type StoredName,
  sql,
  withoutTypes,
} from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection, Record as Recorded } from "./connection";
import { detailsOf } from "./details";
import type { ObjectKind } from "./object-kind";
import { checkedSpec, type Named, readSpec, sameName } from "./spec";
import { allTags, databaseToAsk, setTags, someDatabases, tagsOf, unsetTags } from "./tags";

export type { Change } from "../../provider/resource/objects/create-or-alter";
export type { DataLoss } from "../../provider/resource/options";

/** What of an object is read beside what its listing tells. */
export interface FetchOptions extends CallOptions {
  /**
   * Whether the parameters that are set on the object itself are read: a statement for each object.
   *
   * @defaultValue true for databases, schemas, warehouses and compute pools; false for what stands in a schema
   */
  readonly parameters?: boolean | undefined;
}

/** What may be done to bring an object to its specification. */
export interface AlterOptions extends CallOptions {
  /**
   * What may be lost for it: nothing (`"refuse"`), nothing but what is empty (`"ifEmpty"`), what Time Travel can bring back
   * (`"recoverable"`), or whatever it takes (`"allow"`).
   *
   * @defaultValue `"refuse"`
   */
  readonly dataLoss?: DataLoss | undefined;
  /** Whether the statements are answered, and none of them sent. @defaultValue false */
  readonly dryRun?: boolean | undefined;
  /**
   * What becomes of properties that Snowflake does not show, such as a stage's `credentials`: `"leave"` sends nothing for them to an
   * object that exists, and names them in {@link Altered.notCompared}; `"send"` sends them each time.
   *
   * @defaultValue `"leave"`
   */
  readonly notCompared?: "leave" | "send" | undefined;
}

/** What `createOrAlter` has done, or would do. */
export interface Altered {
  /** Whether the object was made, changed, or was as specified already. */
  readonly action: "created" | "altered" | "unchanged";
  /** The properties that differed, each with the words of the change; empty of what was created. */
  readonly changes: readonly Change[];
  /** The statements that were sent, or would be, in their order; secrets are `***`. */
  readonly statements: readonly string[];
  /** Properties that Snowflake does not show: nothing was sent for them to an object that exists. */
  readonly notCompared: readonly string[];
  /** What there is to know about it, such as the line that brings back what was dropped. */
  readonly notices: readonly string[];
}

/** How an object is dropped. */
export interface DropOptions extends CallOptions {
  /** Whether it is as good if there is none. @defaultValue false: that is an {@link ObjectMissingError} */
  readonly ifExists?: boolean | undefined;
}

/** A specification whose name need not be said. */
export type Nameless<S> = Omit<S, "name"> & {
  /** Its name; no other than that of the reference. @defaultValue that of the reference */
  name?: string | undefined;
};

/** What a statement about an object may be sent with. */
export interface VerbOptions extends CallOptions {
  /** Whether it is as good if there is no such object. @defaultValue false: that is an {@link ObjectMissingError} */
  readonly ifExists?: boolean | undefined;
}

/** A name that stands for an object, which need not exist: making one sends nothing. */
export abstract class Reference<S extends object, D> implements Named {
  /** Its own name in canonical spelling. */
  readonly name: string;
  /** Its own name as Snowflake keeps it. */
  readonly storedName: string;
  readonly qualifiedName: string;
  /** @internal */
  protected readonly connection: Connection;
  /** @internal */
  protected readonly kind: ObjectKind;
  /** @internal */
  protected readonly names: readonly StoredName[];

  /** @internal */
  constructor(connection: Connection, kind: ObjectKind, names: readonly StoredName[]) {
    const own = names.at(-1) ?? ("" as StoredName);
    this.connection = connection;
    this.kind = kind;
    this.names = names;
    this.name = canonicalName(withoutTypes(own));
    this.storedName = withoutTypes(own);
    this.qualifiedName = canonicalQualified(names.map(withoutTypes));
    // A look at a reference shows which object it is, not how it is reached.
    for (const key of ["connection", "kind", "names"]) Object.defineProperty(this, key, { enumerable: false });
  }

  /**
   * Everything that Snowflake tells of it now.
   *
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  async fetch(options: FetchOptions = {}): Promise<D> {
    const found = await this.tryFetch(options);
    if (found !== undefined) return found;
    throw await missing(this.kind.definition, this.connection.context(options), this.names);
  }

  /** The same; absent if there is none, or the role may not see it. */
  async tryFetch(options: FetchOptions = {}): Promise<D | undefined> {
    const { definition } = this.kind;
    const found = await look(definition, this.connection.context(options), this.names, {
      keys: this.wanted(options),
      outputs: true,
    });
    return found === undefined ? undefined : this.told(found);
  }

  /** Whether it exists, and the role may see it. */
  async exists(options: CallOptions = {}): Promise<boolean> {
    const client = this.connection.context(options).clientFor({});
    return (await locate(this.kind.definition, client, this.names, "fresh")) !== undefined;
  }

  /**
   * Makes it, or changes what exists into what is specified, in place and by the fewest statements. What the specification leaves out
   * stays as it is; `null` takes it back to Snowflake's default.
   *
   * @param spec - What it shall be; its name may be left out, and cannot be another.
   * @throws InvalidArgumentError if the specification is wrong, or what differs cannot be changed in place.
   * @throws DataLossError if the change would lose data, and {@link AlterOptions.dataLoss} does not allow that; nothing was sent.
   * @throws ObjectExistsError if the name is taken by something that the role does not see.
   * @throws NotAuthorizedError if the role lacks a privilege.
   */
  async createOrAlter(spec: Nameless<S>, options: AlterOptions = {}): Promise<Altered> {
    const { definition } = this.kind;
    const { values, reset } = readSpec(this.kind, this.names.slice(0, -1), this.named(spec), true);
    const record: Recorded = { statements: [], notices: [] };
    const { dryRun = false } = options;
    const dataLoss = checkedLoss(definition.kind, options.dataLoss ?? "refuse");
    const sendsUnseen = options.notCompared === "send";
    const context = dryRun ? this.connection.dryContext(options, record) : this.connection.context(options, record);
    const outcome = await createOrAlter(definition, context, { values, reset, dataLoss, sendsUnseen });
    return { ...outcome, ...record };
  }

  /**
   * Drops it, with what it holds: to ask for it is consent.
   *
   * @throws ObjectMissingError if there is none.
   */
  async drop(options: DropOptions = {}): Promise<void> {
    await this.dropped(options, { ifExists: options.ifExists });
  }

  /**
   * Gives it tags, or other values of them.
   *
   * @param tags - Values by qualified tag name: `{ "DB.SCHEMA.COST_CENTER": "4711" }`.
   * @see https://docs.snowflake.com/en/user-guide/object-tagging/work
   */
  async setTags(tags: Readonly<Record<string, string>>, options: CallOptions = {}): Promise<void> {
    await this.send(setTags(this.kind.definition.noun, this.sqlName, tags), options);
  }

  /**
   * The tags that hold for it, by qualified tag name: its own, and those of what it stands in. That takes a warehouse.
   *
   * @see https://docs.snowflake.com/en/sql-reference/functions/tag_references
   */
  async getTags(options: CallOptions = {}): Promise<Readonly<Record<string, string>>> {
    const { noun } = this.kind.definition;
    const [own] = noun === "DATABASE" || this.names.length > 1 ? this.names : [];
    const database = own ?? databaseToAsk(await this.ask(someDatabases, options));
    return tagsOf(await this.ask(allTags(noun, this.names, database), options));
  }

  /** Takes tags away, given by their qualified names. */
  async unsetTags(tags: readonly string[], options: CallOptions = {}): Promise<void> {
    await this.send(unsetTags(this.kind.definition.noun, this.sqlName, tags), options);
  }

  /** The qualified name, as it stands in SQL. */
  toString(): string {
    return this.qualifiedName;
  }

  /** What it is called in statements about grants. @internal */
  get securable(): { readonly noun: string; readonly name: Sql } {
    return { noun: this.kind.definition.noun, name: this.sqlName };
  }

  /** @internal */
  protected get sqlName(): Sql {
    return quoted(...this.names);
  }

  /** Sends `ALTER TABLE [IF EXISTS] NAME` and a clause. @internal */
  protected async alter(clause: Sql, { ifExists, ...call }: VerbOptions = {}): Promise<readonly Row[]> {
    const { noun } = this.kind.definition;
    return this.send(sql`ALTER ${raw(ifExists === true ? `${noun} IF EXISTS` : noun)} ${this.sqlName} ${clause}`, call);
  }

  /** Sends one statement that changes something. @internal */
  protected async send(statement: Sql, options: CallOptions): Promise<readonly Row[]> {
    return this.#execute(statement, { ...options, writes: true });
  }

  /** Sends one statement that changes nothing. @internal */
  protected async ask(statement: Sql, options: CallOptions): Promise<readonly Row[]> {
    return this.#execute(statement, { ...options, writes: false });
  }

  async #execute(statement: Sql, options: CallOptions & { readonly writes: boolean }): Promise<readonly Row[]> {
    const { rows } = await about(this.kind.definition, this.names, this.connection.execute(statement, options));
    return rows;
  }

  /** @internal */
  protected async dropped(options: CallOptions, how: DropHow): Promise<void> {
    await drop(this.kind.definition, this.connection.context(options), this.names, how);
  }

  /** The properties that a fetch reads. @internal */
  protected wanted({ parameters }: FetchOptions): Set<string> {
    const { definition, apart = [] } = this.kind;
    return listedKeys(definition, apart, parameters ?? definition.scope !== "schema");
  }

  /** @internal */
  protected told({ row = {}, values, outputs }: Looked): D {
    return detailsOf<D>(this.kind, this.names, values, outputs, row);
  }

  /** The specification with the reference's own name. @internal */
  protected named(spec: object): object {
    const { kind } = this.kind.definition;
    const own = withoutTypes(this.names.at(-1) ?? ("" as StoredName));
    return { ...spec, name: sameName(kind, own, checkedSpec(kind, spec)) };
  }
}

/** @throws InvalidArgumentError for a word that is none: what may be lost is not guessed. */
function checkedLoss(kind: string, dataLoss: DataLoss): DataLoss {
  if (dataLossWords.includes(dataLoss)) return dataLoss;
  throw new InvalidArgumentError({
    objectKind: kind,
    message: `${kind}: dataLoss ${JSON.stringify(dataLoss)} is not one of ${dataLossWords.join(", ")}. Nothing was sent.`,
  });
}
