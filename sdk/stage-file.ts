import * as pulumi from "@pulumi/pulumi";
import { derivedNameKey } from "../provider/dynamic/derived-name";
import { typeToken } from "../provider/dynamic/state-text";
import { stageFile } from "../provider/resources";
import { canonicalName, parseIdentifier, parseQualified } from "../provider/sql";
import type { CommonArgs } from "./common-args";
import { contentInputs } from "./file-content";
import { type Container, type GetOptions, type OutputsOf, SnowflakeResource, withOutputs } from "./resource";

/** Arguments of {@link StageFile}: a stage, and exactly one of `content`, `source` and `asset`. */
export interface StageFileArgs extends Omit<CommonArgs, "name" | "readTags"> {
  /** The internal stage: the resource, which also hands on its `connection` and `role`, or its qualified name `DB.SCHEMA.STAGE`. */
  readonly stage: Container;
  /**
   * Where it lies on the stage, `scripts/load.py`; 255 characters at most. Another one moves it.
   *
   * @defaultValue the resource's own name
   */
  readonly path?: pulumi.Input<string> | undefined;
  /** The content as text. @defaultValue none */
  readonly content?: pulumi.Input<string> | undefined;
  /** A local file with the content, relative to the program's folder. @defaultValue none */
  readonly source?: pulumi.Input<string> | undefined;
  /** The content as an asset of Pulumi's. A `RemoteAsset` is fetched whenever the program runs. @defaultValue none */
  readonly asset?: pulumi.Input<pulumi.asset.Asset> | undefined;
  /** Whether it is compressed with gzip on its way; it then lies at `path.gz`. @defaultValue false: handlers want the file as it is */
  readonly autoCompress?: pulumi.Input<boolean> | undefined;
  /** Threads that upload a large file, 1 to 99. @defaultValue 4 */
  readonly parallel?: pulumi.Input<number> | undefined;
  /** Whether the stage's directory table is refreshed when the file comes and goes. @defaultValue false */
  readonly refreshDirectory?: pulumi.Input<boolean> | undefined;
}

/** Outputs of {@link StageFile}. */
export interface StageFile extends OutputsOf<typeof stageFile> {}

/**
 * A file on an internal stage, by its content.
 *
 * ```ts
 * const handler = new snowflake.StageFile("load.py", { stage: code, source: "handlers/load.py" });
 * const settings = new snowflake.StageFile("settings", {
 *   stage: code,
 *   path: "etc/settings.json",
 *   content: JSON.stringify({ batch: 100 }),
 * });
 * ```
 *
 * sends `PUT 'file://handlers/load.py' '@ANALYTICS.RAW.CODE' AUTO_COMPRESS = FALSE OVERWRITE = TRUE`. It is uploaded again when the
 * content is another, or when somebody has changed the file on the stage; `path` and `stage` move it, and a stage that is renamed takes
 * it along. The state holds the content's SHA-256 and the path of `source`, never the content: what does not come from the program's
 * folder lies in the user's cache folder, readable by the user alone, while the program runs. Deleting the resource removes the file
 * if it is still what was uploaded, and no other whose path begins alike.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/put
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every output is there, see withOutputs
export class StageFile extends SnowflakeResource {
  /** Pulumi's type token, for policy packs. */
  static readonly __pulumiType = typeToken("StageFile");
  /** Name of the stage it lies on, in canonical spelling. */
  declare readonly stage: pulumi.Output<string>;
  /** Name of the stage's schema, in canonical spelling. */
  declare readonly schema: pulumi.Output<string>;
  /** Name of the stage's database, in canonical spelling. */
  declare readonly database: pulumi.Output<string>;

  constructor(name: string, args: StageFileArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(stageFile, name, opts.id === undefined ? inputsOf(name, args) : args, opts);
  }

  /** Where it lies on the stage, compressed or not: `scripts/load.py`. */
  get path(): pulumi.Output<string> {
    return pulumi
      .all([this.name, this.autoCompress])
      .apply(([name, compressed]) => `${parseIdentifier(name)}${compressed === true ? ".gz" : ""}`);
  }

  /** The same with the stage, as imports and handlers want it: `@DB.SCHEMA.STAGE/scripts/load.py`. */
  get location(): pulumi.Output<string> {
    return pulumi.all([this.qualifiedName, this.path]).apply(([whole, path]) => {
      const stage = parseQualified(whole).slice(0, -1).map(canonicalName).join(".");
      return `@${stage}/${path}`;
    });
  }

  /**
   * Refers to a file that is managed elsewhere.
   *
   * @param id - Its stage's qualified name and its path as a name, `DB.SCHEMA.STAGE."scripts/load.py"`.
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts: GetOptions = {}): StageFile {
    const { connection, role, ...rest } = opts;
    return new StageFile(name, { connection, role } as unknown as StageFileArgs, { ...rest, id });
  }

  /** Whether something is a StageFile, also if it comes from another copy of this package. */
  static override isInstance(value: unknown): value is StageFile {
    return (value as { readonly __pulumiType?: unknown } | null | undefined)?.__pulumiType === StageFile.__pulumiType;
  }
}

withOutputs(StageFile, stageFile);

/** A path identifies the file as a name does an object: it stands in quotes. */
function inputsOf(name: string, { path, content, source, asset, ...others }: StageFileArgs): object {
  return {
    ...others,
    ...contentInputs(name, { content, source, asset }),
    name: path === undefined ? quoted(name) : pulumi.output(path).apply(quoted),
    ...(path === undefined ? { [derivedNameKey]: true } : {}),
  };
}

function quoted(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}
