import { holdsUnknown, isUnknown } from "../resource/unknown";
import { canonicalSpecification } from "./canonical";
import { fieldsOf, itemsOf, textOf } from "./reading";
import type { ServiceSpecification } from "./specification";

type Fields = Readonly<Record<string, unknown>>;

/**
 * What DESCRIBE SERVICE reports, as somebody would have declared it: in canonical form, without the digests of images, the amounts
 * of resources and the settings of volumes that Snowflake filled in.
 *
 * @param declared - What was declared, if it is known: what it says nothing of was filled in. Without it, an amount of resources
 * counts as filled in if the request is what Snowflake derives where nothing is said: half a CPU, 0.5Gi.
 */
export function withoutAdded(reported: ServiceSpecification, declared?: ServiceSpecification): ServiceSpecification {
  const all = canonicalSpecification(reported);
  const own = declared === undefined ? undefined : canonicalSpecification(declared).spec;
  const { containers, volumes, ...rest } = fieldsOf(all.spec);
  const spec = {
    ...(containers === undefined
      ? {}
      : { containers: each(containers, fieldsOf(own)["containers"], containerAsDeclared) }),
    ...rest,
    ...(volumes === undefined ? {} : { volumes: each(volumes, fieldsOf(own)["volumes"], volumeAsDeclared) }),
  };
  return canonicalSpecification({ ...all, spec } as ServiceSpecification);
}

/** Each item beside the one of its name that was declared. */
function each(
  reported: unknown,
  declared: unknown,
  change: (one: Fields, own: Fields | undefined) => unknown,
): unknown {
  const byName = new Map(itemsOf(declared).map((one) => [fieldsOf(one)["name"], fieldsOf(one)]));
  return itemsOf(reported).map((one) => change(fieldsOf(one), byName.get(fieldsOf(one)["name"])));
}

function containerAsDeclared(container: Fields, own: Fields | undefined): unknown {
  const resources =
    own === undefined
      ? withoutDerived(container["resources"])
      : declaredAmounts(container["resources"], own["resources"]);
  const named = new Map(itemsOf(own?.["secrets"]).map((one) => [placeOfSecret(one), fieldsOf(one)["snowflakeSecret"]]));
  const secrets = itemsOf(container["secrets"]).map((one) => {
    const { objectName, ...rest } = fieldsOf(fieldsOf(one)["snowflakeSecret"]);
    const ownName = fieldsOf(named.get(placeOfSecret(one)))["objectName"];
    return { ...fieldsOf(one), snowflakeSecret: { objectName: asNamed(objectName, ownName), ...rest } };
  });
  return { ...container, resources, secrets };
}

function placeOfSecret(secret: unknown): unknown {
  const { envVarName, directoryPath } = fieldsOf(secret);
  return envVarName ?? directoryPath;
}

function volumeAsDeclared(volume: Fields, own: Fields | undefined): unknown {
  return {
    ...volume,
    source: asNamed(volume["source"], own?.["source"]),
    blockConfig: blockAsDeclared(volume["blockConfig"], own),
    stageConfig: stageAsDeclared(volume["stageConfig"], own),
  };
}

/** Their defaults depend on the cloud, the account and the size. */
const filledInOfBlock = ["iops", "throughput", "encryption"];

function blockAsDeclared(block: unknown, own: Fields | undefined): unknown {
  if (own === undefined || isUnknown(own["blockConfig"])) return block;
  const declared = fieldsOf(own["blockConfig"]);
  const kept = Object.entries(fieldsOf(block)).filter(
    ([key]) => !filledInOfBlock.includes(key) || declared[key] !== undefined,
  );
  const { initialContents, ...rest } = Object.fromEntries(kept);
  const snapshot = asNamed(
    fieldsOf(initialContents)["fromSnapshot"],
    fieldsOf(declared["initialContents"])["fromSnapshot"],
  );
  return { ...rest, initialContents: { fromSnapshot: snapshot } };
}

function stageAsDeclared(stage: unknown, own: Fields | undefined): unknown {
  if (own === undefined || isUnknown(own["stageConfig"])) return stage;
  const { name, resources, ...rest } = fieldsOf(stage);
  const declared = fieldsOf(own["stageConfig"]);
  return {
    ...rest,
    name: asNamed(name, declared["name"]),
    resources: declaredAmounts(resources, declared["resources"]),
  };
}

/** Memory and CPU of which the declaration speaks; of GPUs all, since Snowflake adds none. */
function declaredAmounts(reported: unknown, declared: unknown): unknown {
  if (isUnknown(declared)) return reported;
  return Object.fromEntries(
    Object.entries(fieldsOf(reported)).map(([side, amounts]) => {
      const own = fieldsOf(declared)[side];
      const kept = Object.entries(fieldsOf(amounts)).filter(
        ([key]) => key === "nvidia.com/gpu" || holdsUnknown(own) || fieldsOf(own)[key] !== undefined,
      );
      return [side, Object.fromEntries(kept)];
    }),
  );
}

const derived: Fields = { memory: "512Mi", cpu: 0.5 };

/** Where a limit is declared and no request, the request is at least the limit: so this is where none of both was. */
function withoutDerived(resources: unknown): unknown {
  const { requests, limits } = fieldsOf(resources);
  const added = Object.keys(derived).filter((key) => fieldsOf(requests)[key] === derived[key]);
  const kept = (amounts: unknown) =>
    Object.fromEntries(Object.entries(fieldsOf(amounts)).filter(([key]) => !added.includes(key)));
  return { requests: kept(requests), limits: kept(limits) };
}

/** A name as it was declared, if the reported one is the same with a database and a schema before it. */
function asNamed(reported: unknown, declared: unknown): unknown {
  const [full, own] = [textOf(reported), textOf(declared)];
  if (full === undefined || own === undefined) return reported;
  const [start, end] = own.startsWith("@") ? ["@", own.slice(1)] : ["", own];
  return full.startsWith(start) && full.endsWith(`.${end}`) ? declared : reported;
}
