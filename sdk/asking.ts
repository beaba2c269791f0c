import * as pulumi from "@pulumi/pulumi";
import type { Row } from "../provider/client/client";
import { type ProviderProcess, providerProcess } from "../provider/dynamic/provider-process";
import { sanitise } from "../provider/dynamic/sanitise";
import type { Definition } from "../provider/resource/definition";
import { listAll, lookUp } from "../provider/resource/lifecycle/read";
import { identityKeys, namesOfId } from "../provider/resource/names";
import type { Options } from "../provider/resource/options";
import { placed } from "../provider/resource/place";
import type { Properties, Values } from "../provider/resource/property";
import type { State } from "../provider/resource/state";
import { canonicalQualified, parseIdentifier, type StoredName, withoutTypes } from "../provider/sql";
import { asInputs } from "./resource";

/** Whom to ask with. */
export interface LookUpOptions {
  /** Name of a connection. @defaultValue the stack's connection */
  readonly connection?: pulumi.Input<string> | undefined;
  /** Role to ask with; it sees what it has a privilege on. @defaultValue the connection's role */
  readonly role?: pulumi.Input<string> | undefined;
}

/** Which object to look up. */
export interface GetArgs extends LookUpOptions {
  /** Its name as Snowflake reads it. */
  readonly name: pulumi.Input<string>;
}

/** Which objects to list. */
export interface ListArgs extends LookUpOptions {
  /** Pattern of names: `%` for any text, `_` for one character, either letter case. @defaultValue all */
  readonly like?: pulumi.Input<string> | undefined;
}

/** What every look-up tells of an object. */
export interface Found {
  /** Its own name in canonical spelling. */
  readonly name: string;
  /** Its full name in canonical spelling. */
  readonly qualifiedName: string;
  /** When it was created, ISO 8601 in UTC. */
  readonly createdOn?: string | undefined;
}

/**
 * Looks one object up.
 *
 * @param typesOf - The types that tell the object from others of its name, in parentheses.
 * @param more - What follows from everything else.
 */
export function get<T extends Found, A extends GetArgs = GetArgs>(
  definition: Definition<Properties>,
  args: A,
  typesOf: (args: Plain<A>) => string = () => "",
  more: (values: Values, id: string, row: Row | undefined) => object = () => ({}),
): pulumi.Output<T> {
  return asked(`get${definition.kind}`, args, async ({ context }, known) => {
    const { name, ...options } = known as Plain<GetArgs> & Options;
    const qualifiedName = canonicalQualified([...containerNames(definition, options), parseIdentifier(name)]);
    const id = `${qualifiedName}${typesOf(known)}`;
    const looked: State & { readonly row?: Row } = await (definition.lifecycle?.lookUp(context, id, options) ??
      lookUp(definition, context, id, options));
    const { values, facts, outputs, row } = looked;
    const names = namesFound(definition, id);
    const found = { ...outputs, ...values, ...more(values, id, row), ...names, createdOn: facts.createdOn };
    return sanitise(found) as unknown as T;
  });
}

/** The full name of an object that was found; with the types of its arguments too, where they tell it from others. */
function namesFound(definition: Definition<Properties>, id: string): Readonly<Record<string, string>> {
  if (definition.overloads === undefined) return { qualifiedName: id };
  return { qualifiedName: canonicalQualified(namesOfId(definition, id).map(withoutTypes)), signature: id };
}

/**
 * Lists the objects of a container.
 *
 * @param more - What else a row of the listing tells.
 */
export function list<T extends Found>(
  definition: Definition<Properties>,
  args: ListArgs,
  more: (row: Row) => object = () => ({}),
): pulumi.Output<T[]> {
  return asked(`list${definition.kind.replace(/y$/, "ie")}s`, args, async ({ context }, options) => {
    const found = await listAll(definition, context, containerNames(definition, options), options);
    return found.map(
      ({ id, row, values }) =>
        sanitise({
          ...values,
          ...more(row),
          ...namesFound(definition, id),
          createdOn: row["created_on"],
        }) as unknown as T,
    );
  });
}

/** The names of what contains the objects asked for. */
export function containerNames(definition: Definition<Properties>, asked: object): readonly StoredName[] {
  const { written, problems } = placed(definition, asked as Readonly<Record<string, unknown>>);
  const [problem] = problems;
  if (problem !== undefined) throw new pulumi.RunError(`${problem.path}: ${problem.message}`);
  return identityKeys(definition)
    .slice(0, -1)
    .map((key) => parseIdentifier(String(written[key] ?? "")));
}

export type Plain<A> = { readonly [K in keyof A]: A[K] extends pulumi.Input<infer T> | undefined ? T : A[K] };

/** Look-ups of one program share sessions while one of them runs; the last one to end closes them, so that the program can end. */
let shared: { readonly process: ProviderProcess; running: number } | undefined;

export function asked<A extends GetArgs | ListArgs, T>(
  token: string,
  args: A,
  work: (process: ProviderProcess, args: Plain<A> & Options) => Promise<T>,
): pulumi.Output<T> {
  return pulumi.output(asInputs(args)).apply(async (known) => {
    const given = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
    // Unit tests answer look-ups with their own mocks.
    if (isMocked()) return (await pulumi.runtime.invoke(`snowflake:index:${token}`, given)) as T;
    shared ??= { process: providerProcess(configOf), running: 0 };
    const mine = shared;
    mine.running += 1;
    try {
      return await work(mine.process, given as unknown as Plain<A> & Options);
    } finally {
      mine.running -= 1;
      if (mine.running === 0) {
        if (shared === mine) shared = undefined;
        await mine.process.close();
      }
    }
  }) as pulumi.Output<T>;
}

function configOf(key: string): string | undefined {
  return pulumi.runtime.allConfig()[key];
}

function isMocked(): boolean {
  return pulumi.runtime.getMonitor()?.constructor.name === "MockMonitor";
}
