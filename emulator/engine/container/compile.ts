import type { CatalogObject } from "../catalog/object";
import { insufficientPrivileges, SqlError } from "../sql-error";
import type { Context } from "../statements/context";
import { pathOf, requireObject } from "../statements/resolve";
import { parseName } from "../syntax/cursor";
import { parseImageReference, registryHost } from "./image-reference";
import type { FoundImage } from "./images";
import { findImage } from "./images";
import type { Revision } from "./run";
import { nodeOf } from "./run-options";
import { complete, requireRoom } from "./specification/complete";
import { parseSpecification } from "./specification/parse";
import type { Specification, SpecifiedSecret } from "./specification/specification";
import { isPublic } from "./specification/specification";

/** What a specification comes to on a compute pool. */
export interface Compiled {
  specification: Specification;
  /** As DESCRIBE SERVICE shows it. */
  text: string;
  revision: Revision;
}

/** Checks a specification and everything that it names. */
export function compileSpecification(
  context: Context,
  text: string,
  { pool, schema, instances }: { pool: CatalogObject; schema: CatalogObject; instances: number },
): Compiled {
  const specification = parseSpecification(text);
  const images = specification.spec.containers.map(({ image }) => requireImage(context, image));
  requireNamed(context, specification, schema);
  requireBinding(context, specification);
  const node = nodeOf(String(pool.properties["INSTANCE_FAMILY"]));
  const digests = images.map(({ digest }) => digest);
  const { text: shown, digest, needs } = complete(specification, digests, node);
  requireRoom(needs, node, { instances, nodes: Number(pool.properties["MAX_NODES"]) });
  const containers = specification.spec.containers.map(({ name, image }, i) => ({
    name,
    image: fullImageName(context, image),
    ...(images[i] as FoundImage),
  }));
  return { specification, text: shown, revision: { digest, containers, needs } };
}

/** The text is Snowflake's; no source has the code that goes with it. */
function requireImage(context: Context, image: string): FoundImage {
  const found = findImage(context, image);
  if (found) return found;
  throw new SqlError("395018", "22023", `Failed to retrieve image ${image} from the image repository : 404 Not Found.`);
}

/** The stages and secrets that the specification names, as the owner of the service reads them. */
function requireNamed(context: Context, { spec }: Specification, schema: CatalogObject): void {
  const require = (kind: string, name: string, privileges: readonly string[]) => {
    const { parts } = parseName(name, 3);
    const path = [...pathOf(context, schema).slice(0, 3 - parts.length), ...parts];
    const object = requireObject(context, context.kinds.get(kind), { parts: path, text: "" }, "CREATE SERVICE");
    context.access.require(object, ...privileges);
  };
  for (const { source, stageConfig } of spec.volumes ?? []) {
    const stage = source === "stage" ? stageConfig?.name : source;
    if (stage?.startsWith("@")) require("STAGE", stageName(stage), ["READ", "USAGE"]);
  }
  for (const { secrets = [] } of spec.containers) {
    for (const secret of secrets) {
      const name = secretName(secret);
      if (name !== undefined) require("SECRET", name, ["READ", "USAGE"]);
    }
  }
}

/** `@db.schema.stage/path` without the path. */
function stageName(written: string): string {
  const [, name = ""] = /^@((?:"(?:[^"]|"")+"|[^/"])+)/.exec(written) ?? [];
  return name;
}

/** References are for applications, which the emulator has none of. */
function secretName({ snowflakeSecret }: SpecifiedSecret): string | undefined {
  return typeof snowflakeSecret === "string" ? snowflakeSecret : snowflakeSecret.objectName;
}

function requireBinding({ access, catalog }: Context, { spec }: Specification): void {
  if (!(spec.endpoints ?? []).some(isPublic) || access.holds(catalog.account, "BIND SERVICE ENDPOINT")) return;
  throw insufficientPrivileges("ACCOUNT", catalog.account.name);
}

function fullImageName({ account }: Context, image: string): string {
  const parsed = parseImageReference(image);
  if (parsed?.host !== undefined) return image;
  return `${registryHost(account)}/${image.replace(/^\/+/, "")}`;
}
