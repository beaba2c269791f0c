import type { Row } from "../../provider/client/client";
import { InvalidArgumentError } from "../../provider/client/errors";
import { listedValues } from "../../provider/resource/live";
import { nameOfRow, namesOf } from "../../provider/resource/names";
import { type Filter, pagesOf } from "../../provider/resource/objects/list";
import { type MakeMode, make } from "../../provider/resource/objects/make";
import type { Clone } from "../../provider/resources/clone";
import type { StoredName } from "../../provider/sql";
import type { CallOptions } from "./call";
import type { Connection } from "./connection";
import { detailsOf } from "./details";
import { Listing } from "./listing";
import type { ObjectKind } from "./object-kind";
import { type Changeable, type Named, readName, readSpec } from "./spec";

/** How `create` meets an object of that name: it is an error, it is left as it is, or it is replaced with all that it holds. */
export type CreateMode = MakeMode;

/** How an object is made. */
export interface CreateOptions<M extends CreateMode = CreateMode> extends CallOptions {
  /** What to do if one of that name exists. @defaultValue `"errorIfExists"` */
  readonly mode?: M | undefined;
}

/** The source of a copy: its name, or from when it is copied too. */
export type CloneSpec = string | Named | Changeable<Clone>;

/** Which objects are listed. */
export interface ListOptions extends CallOptions {
  /** Pattern of names: `%` for any text, `_` for one character, in either letter case. @defaultValue all */
  readonly like?: string | undefined;
  /** What names start with; letter case counts. @defaultValue all */
  readonly startsWith?: string | undefined;
  /** At most so many. @defaultValue all */
  readonly limit?: number | undefined;
}

/** Which objects are listed of a kind that Time Travel keeps. */
export interface HistoryOptions extends ListOptions {
  /** Whether dropped ones that can still be brought back are listed too; they say when in `droppedOn`. @defaultValue false */
  readonly history?: boolean | undefined;
}

/** The objects of a kind in one place. */
export abstract class Collection<
  S extends {
    /** Its name as Snowflake reads it. */
    readonly name: string;
  },
  D,
  R,
  M extends CreateMode = CreateMode,
  L extends ListOptions = ListOptions,
> {
  /** @internal */
  protected readonly connection: Connection;
  /** @internal */
  protected readonly kind: ObjectKind;
  /** @internal */
  protected readonly place: readonly StoredName[];

  /** @internal */
  constructor(connection: Connection, kind: ObjectKind, place: readonly StoredName[]) {
    this.connection = connection;
    this.kind = kind;
    this.place = place;
    for (const key of ["connection", "kind", "place"]) Object.defineProperty(this, key, { enumerable: false });
  }

  /** @internal */
  protected abstract refer(names: readonly StoredName[]): R;

  /**
   * Makes an object.
   *
   * @returns A reference to it. With the mode `"ifNotExists"` it may be one that was there before, whatever that is like.
   * @throws InvalidArgumentError that lists everything that is wrong with the specification; nothing was sent.
   * @throws ObjectExistsError if there is one of that name, and the mode says that this is an error.
   */
  async create(spec: S, options: CreateOptions<M> = {}): Promise<R> {
    const { definition } = this.kind;
    const { mode = "errorIfExists", ...call } = options;
    const { values } = readSpec(this.kind, this.place, spec);
    const context = this.connection.context(call);
    await make(definition, context, values, checkedMode(this.kind, mode));
    return this.refer(namesOf(definition, values));
  }

  /**
   * The objects that the role sees, with what their listing tells of each. Nothing is asked for before they are read; then it is page
   * by page, so that thousands of them take no memory.
   */
  list(options: L = {} as L): Listing<D> {
    return new Listing((most) => {
      const limit = checkedLimit(options.limit) ?? most;
      return this.pages(limit === undefined ? options : { ...options, limit: Math.min(limit, most ?? limit) });
    });
  }

  /** Whether one of that name exists, and the role may see it. */
  async exists(name: string, options: CallOptions = {}): Promise<boolean> {
    const reference = this.refer([...this.place, readName(this.kind.definition.kind, name)]);
    return (reference as { exists(options: CallOptions): Promise<boolean> }).exists(options);
  }

  /** @internal */
  protected async *pages(options: L): AsyncGenerator<readonly D[]> {
    for await (const rows of this.rowPages(options)) yield rows.map((row) => this.listed(row));
  }

  /** @internal */
  protected rowPages({ like, startsWith, limit, ...rest }: L): AsyncGenerator<readonly Row[]> {
    const { history, rootOnly } = rest as Filter;
    const client = this.connection.context(rest as CallOptions).clientFor({});
    const filter = { like, startsWith, limit: checkedLimit(limit), history, rootOnly };
    return pagesOf(this.kind.definition, client, this.place, filter);
  }

  /** @internal */
  protected listed(row: Row): D {
    const { definition } = this.kind;
    return detailsOf<D>(this.kind, [...this.place, nameOfRow(definition, row)], listedValues(definition, row), {}, row);
  }
}

/** @throws InvalidArgumentError for a mode that does not exist, or that the kind has no statement for. */
function checkedMode({ definition }: ObjectKind, mode: string): MakeMode {
  const modes: readonly MakeMode[] =
    definition.replaces === false ? ["errorIfExists", "ifNotExists"] : ["errorIfExists", "orReplace", "ifNotExists"];
  const found = modes.find((one) => one === mode);
  if (found !== undefined) return found;
  throw new InvalidArgumentError({
    objectKind: definition.kind,
    message: `${definition.kind}: mode ${JSON.stringify(mode)} is not one of ${modes.join(", ")}. Nothing was sent.`,
  });
}

/** @throws InvalidArgumentError for a limit that is no count. */
export function checkedLimit(limit: number | undefined): number | undefined {
  if (limit === undefined || (Number.isInteger(limit) && limit > 0)) return limit;
  throw new InvalidArgumentError({ message: `limit: ${limit} is not a whole number above 0; leave it out for all.` });
}
