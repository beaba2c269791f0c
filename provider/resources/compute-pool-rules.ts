import { type Rule, rule } from "../resource/definition";
import { familyDoubt } from "./instance-families";
import { plainNames } from "./plain-names";

const needed = {
  minNodes: "say how many nodes it has at least, such as 1",
  maxNodes: "say how many nodes it has at most, such as 1",
  instanceFamily: 'say which machines it has, such as "CPU_X64_XS"',
};

/** What Snowflake would refuse, said before anything is sent. */
export const computePoolRules: readonly Rule[] = [
  plainNames("Compute pools", ["name"]),
  ...Object.entries(needed).map(([key, what]) =>
    rule([key], (values) => (values[key] === undefined ? `is missing: ${what}` : undefined)),
  ),
  rule(["minNodes", "maxNodes"], ({ minNodes, maxNodes }) =>
    Number(minNodes) > Number(maxNodes)
      ? `${minNodes} is above maxNodes ${maxNodes}; raise maxNodes or lower minNodes`
      : undefined,
  ),
  rule(["backupInstanceFamilies", "instanceFamily"], ({ backupInstanceFamilies: backups = [], instanceFamily }) => {
    const families = backups as readonly string[];
    const twice = families.find((family, index) => families.indexOf(family) !== index);
    if (twice !== undefined) return `${twice} is there twice; each family is tried once, in their order`;
    return families.includes(String(instanceFamily))
      ? `${instanceFamily} is the instanceFamily itself, which is tried first anyway; leave it out`
      : undefined;
  }),
  rule(["waitFor", "initiallySuspended"], ({ waitFor, initiallySuspended }) =>
    initiallySuspended === true && (waitFor === "idle" || waitFor === "active")
      ? `${JSON.stringify(waitFor)} would wait for ever: the pool is created suspended (initiallySuspended: true). Leave one of them out`
      : undefined,
  ),
];

/** What may be a mistake. */
export const computePoolDoubts: readonly Rule[] = [
  rule(["instanceFamily"], ({ instanceFamily }) => familyDoubt(instanceFamily)),
  {
    of: ["backupInstanceFamilies"],
    problem: ({ backupInstanceFamilies: backups }) =>
      (Array.isArray(backups) ? backups : []).flatMap((family, index) => {
        const message = familyDoubt(family);
        return message === undefined ? [] : [{ path: `backupInstanceFamilies[${index}]`, message }];
      }),
  },
];
