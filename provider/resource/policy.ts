import { InvalidArgumentError } from "../client/errors";
import { canonicalQualified } from "../sql";
import type { Definition } from "./definition";
import { namesOf } from "./names";
import { type CreateMode, createModes, type DataLoss, dataLossWords, type Options } from "./options";
import type { Values } from "./property";

/** Stack defaults, and what holds for one run. */
export interface PolicySource {
  /** A key of the stack's configuration, `pulumi-dynamic-snowflake:dataLoss`. */
  config(key: string): string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What may be lost with an object: what this run says of it, else the resource, else the stack. */
export function dataLossOf(source: PolicySource, definition: Definition, values: Values, options: Options): DataLoss {
  const own = ownDataLossOf(source, definition, values, options);
  if (own !== undefined) return own;
  const written = source.config("pulumi-dynamic-snowflake:dataLoss");
  return written === undefined ? "ifEmpty" : oneOf(written, dataLossWords, "pulumi-dynamic-snowflake:dataLoss");
}

/** What this run, or the resource itself, says of what may be lost; absent if neither does. */
export function ownDataLossOf(
  source: PolicySource,
  definition: Definition,
  values: Values,
  options: Options,
): DataLoss | undefined {
  for (const entry of entriesOf(source.env["PULUMI_SNOWFLAKE_DATA_LOSS"])) {
    const [, pattern = "", word = ""] = /^(.*?)=?([^=]*)$/.exec(entry.includes("=") ? entry : `*=${entry}`) ?? [];
    if (matches(pattern, definition, values)) return oneOf(word, dataLossWords, "PULUMI_SNOWFLAKE_DATA_LOSS");
  }
  return options.dataLoss;
}

/** What to do if the object exists: taken up in this run, else the resource's mode, else the stack's. */
export function createModeOf(
  source: PolicySource,
  definition: Definition,
  values: Values,
  options: Options,
): CreateMode {
  if (options.createMode !== undefined && options.createMode !== "errorIfExists") return options.createMode;
  if (entriesOf(source.env["PULUMI_SNOWFLAKE_ADOPT"]).some((pattern) => matches(pattern, definition, values)))
    return "ifNotExists";
  if (options.createMode !== undefined) return options.createMode;
  const written = source.config("pulumi-dynamic-snowflake:createMode");
  if (written === undefined) return "errorIfExists";
  const mode = oneOf(written, createModes, "pulumi-dynamic-snowflake:createMode");
  if (mode !== "orReplace") return mode;
  throw new InvalidArgumentError({
    message: `pulumi-dynamic-snowflake:createMode: "orReplace" cannot be the default of a stack, because it drops what exists. Set createMode on the one resource that needs it`,
  });
}

/** Patterns are separated by commas; one in double quotes may hold commas. */
function entriesOf(text: string | undefined): readonly string[] {
  const pieces = (text ?? "").match(/(?:"(?:[^"]|"")*"|[^,])+/g) ?? [];
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

/** `LOAD_*`, `DB.RAW.*` or `Warehouse:LOAD_*`; `*` stands for any text. Unquoted letters match either case. */
function matches(pattern: string, definition: Definition, values: Values): boolean {
  const [, kind, rest = ""] = /^(?:([A-Za-z]+):)?(.*)$/s.exec(pattern) ?? [];
  if (kind !== undefined && kind.toLowerCase() !== definition.kind.toLowerCase()) return false;
  const expression = rest
    .trim()
    .split("*")
    .map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  const name = canonicalQualified(namesOf(definition, values));
  return new RegExp(`^${expression}$`, rest.includes('"') ? "s" : "is").test(name);
}

function oneOf<W extends string>(written: string, words: readonly W[], where: string): W {
  const found = words.find((word) => word === written.trim());
  if (found !== undefined) return found;
  throw new InvalidArgumentError({ message: `${where}: ${JSON.stringify(written)} is not one of ${words.join(", ")}` });
}
