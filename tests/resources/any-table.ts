import fc from "fast-check";
import { typeChange } from "../../provider/sql";
import { type DataTypeExample, dataTypes } from "./data-types";

type Written = Readonly<Record<string, unknown>>;

/** A column as a program writes it. */
export interface AnyColumn {
  readonly name: string;
  readonly type: DataTypeExample;
  readonly written: Written;
  /** Its name before the change that it comes from. */
  readonly former?: string;
}

/** A table as a program writes it, without place and name. */
export interface AnyTable {
  readonly columns: readonly AnyColumn[];
  readonly written: Written;
}

const names = ["id", "a", "b", "c", '"d e"', '"a"', "order_no", '"select"'];
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 1): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq });
const given = (values: Record<string, unknown>): Written =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

const type = fc.constantFrom(...dataTypes);
const comment = fc.constantFrom("c", "it's", "");

/** Any table. */
export const anyTable: fc.Arbitrary<AnyTable> = fc
  .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 5 })
  .chain((chosen) => fc.tuple(...chosen.map(anyColumn)))
  .chain(withProperties);

/** Any table that another one may become in place, for the most part: the same columns, some of them changed. */
export function anyChange(table: AnyTable): fc.Arbitrary<AnyTable> {
  const taken = new Set(table.columns.map(({ name }) => name));
  const free = names.filter((name) => !taken.has(name));
  return fc
    .tuple(
      fc.tuple(...table.columns.map((column) => changed(column, free))),
      fc.subarray(free, { maxLength: Math.min(2, free.length) }),
    )
    .chain(([kept, added]) => fc.tuple(fc.constant(kept), fc.tuple(...added.map(anyColumn))))
    .map(([kept, added]) => {
      const columns = new Map<string, AnyColumn>();
      for (const column of [...kept.flatMap((one) => one ?? []), ...added]) {
        if (!columns.has(column.name)) columns.set(column.name, column);
      }
      return [...columns.values()];
    })
    .filter((columns) => columns.length > 0)
    .chain((columns) => fc.shuffledSubarray(columns, { minLength: columns.length }))
    .chain(withProperties)
    .map(({ columns, written: { transient: _, ...written } }) => ({
      columns,
      written: { ...written, ...given({ transient: table.written["transient"] }) },
    }));
}

function anyColumn(name: string): fc.Arbitrary<AnyColumn> {
  return type.chain((one) =>
    fc
      .record({
        spelling: fc.constantFrom(...one.spellings),
        nullable: maybe(fc.boolean()),
        source: fc.constantFrom("none", "none", "none", "default", "numbers", "sequence", "virtual"),
        comment: maybe(comment),
        collate: maybe(fc.constantFrom("en-ci", "de"), 4),
      })
      .map(({ spelling, nullable, source, comment: said, collate }) => {
        const isInteger = one.canonical === "NUMBER(38,0)";
        const isVirtual = source === "virtual" && isInteger;
        const written = given({
          name,
          type: spelling,
          nullable: isVirtual ? undefined : nullable,
          default: source === "default" ? one.default : source === "sequence" && isInteger ? "seq.nextval" : undefined,
          autoincrement: source === "numbers" && isInteger ? true : undefined,
          as: isVirtual ? "1 + 1" : undefined,
          comment: said,
          collate: one.canonical.startsWith("VARCHAR") ? collate : undefined,
        });
        return { name, type: one, written };
      }),
  );
}

/** What may become of a column; `undefined` if it goes. */
function changed(column: AnyColumn, free: readonly string[]): fc.Arbitrary<AnyColumn | undefined> {
  const { name, written } = column;
  const same = { ...column, former: name };
  const without = (key: string) => ({
    ...same,
    written: Object.fromEntries(Object.entries(written).filter(([one]) => one !== key)),
  });
  const others = dataTypes.filter((one) => typeof typeChange(column.type.canonical, one.canonical) === "string");
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(same) },
    { weight: 1, arbitrary: fc.constant(undefined) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...free, name).map((to) => ({
        ...same,
        name: to,
        written: to === name ? written : { ...written, name: to, renamedFrom: [name] },
      })),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...others)
        .chain((one) => fc.constantFrom(...one.spellings).map((spelling) => ({ one, spelling })))
        .map(({ one, spelling }) => ({ ...same, type: one, written: { ...written, type: spelling } })),
    },
    { weight: 1, arbitrary: fc.boolean().map((nullable) => ({ ...same, written: { ...written, nullable } })) },
    { weight: 1, arbitrary: comment.map((said) => ({ ...same, written: { ...written, comment: said } })) },
    { weight: 1, arbitrary: fc.constantFrom("nullable", "default", "comment", "collate").map(without) },
  );
}

/** Keys, clustering and options. */
function withProperties(columns: readonly AnyColumn[]): fc.Arbitrary<AnyTable> {
  const real = columns.filter(({ type: { isKey }, written }) => isKey === true && !("as" in written));
  const mandatory = real.filter(({ written }) => written["nullable"] !== true).map(({ name }) => name);
  const keys = real.map(({ name }) => name);
  const integers = real.filter(({ type: { canonical } }) => canonical === "NUMBER(38,0)").map(({ name }) => name);
  const some = (from: readonly string[]) =>
    from.length === 0
      ? fc.constant(undefined)
      : maybe(fc.subarray([...from], { minLength: 1, maxLength: Math.min(2, from.length) }));
  return fc
    .record({
      primaryKey: fc.tuple(some(mandatory), fc.boolean()).map(([on, isNamed]) => {
        return on === undefined || !isNamed ? on : { columns: on, name: "pk" };
      }),
      uniqueKeys: some(keys).map((on) => (on === undefined ? undefined : [on])),
      foreignKeys: some(integers).map((on) =>
        on?.map((column) => ({ columns: [column], references: { table: "parent" } })),
      ),
      clusterBy: some(keys),
      comment: maybe(comment),
      changeTracking: maybe(fc.boolean(), 3),
      enableSchemaEvolution: maybe(fc.boolean(), 3),
      dataRetentionTimeInDays: maybe(fc.constantFrom(0, 1, 7), 3),
      maxDataExtensionTimeInDays: maybe(fc.constantFrom(0, 7), 3),
      defaultDdlCollation: maybe(fc.constantFrom("", "en"), 3),
      transient: maybe(fc.boolean(), 6),
    })
    .map((properties) => ({
      columns,
      written: { columns: columns.map(({ written }) => written), ...given(properties) },
    }));
}
