import * as pulumi from "@pulumi/pulumi";
import { checkInputs } from "../provider/dynamic/check-inputs";
import { derivedNameKey } from "../provider/dynamic/derived-name";
import type { Definition } from "../provider/resource/definition";
import { unknownValue } from "../provider/resource/unknown";

/** What one resource has wrong. */
interface Mistakes {
  readonly resource: string;
  readonly errors: readonly string[];
  /** A name that is derived may be another one in the state: only the engine knows whether these are errors. */
  readonly warnings: readonly string[];
}

/** Long enough for a program to declare the rest of its resources. */
const GATHERING_MS = 100;

let gathered: { readonly mistakes: Mistakes[]; readonly told: Promise<void> } | undefined;

/**
 * The engine stops at the first resource that its provider finds wrong. So that one preview names every mistake, a resource whose
 * arguments are wrong as they stand is handed to the engine only after the mistakes of all such resources have been told:
 * answers when that is. Absent if nothing is wrong, as far as the values are known here.
 */
export function afterEveryProblem(
  definition: Definition,
  name: string,
  props: Readonly<Record<string, unknown>>,
  { ignoreChanges = [] }: pulumi.CustomResourceOptions,
): Promise<void> | undefined {
  const { problems } = checkInputs(definition, {}, asKnown(props) as Record<string, unknown>);
  const ignored = new Set(ignoreChanges.map((path) => /^[^.[]*/.exec(path)?.[0]));
  const counted = problems.filter(({ path }) => !ignored.has("*") && !ignored.has(/^[^.[]*/.exec(path)?.[0]));
  if (counted.length === 0) return undefined;
  const text = ({ path, message }: (typeof counted)[number]) => (path === "" ? message : `${path}: ${message}`);
  const isUncertain = ({ path }: (typeof counted)[number]) => path === "name" && props[derivedNameKey] === true;
  gathered ??= gather();
  gathered.mistakes.push({
    resource: `${definition.kind} ${name}`,
    errors: counted.filter((one) => !isUncertain(one)).map(text),
    warnings: counted.filter(isUncertain).map(text),
  });
  return gathered.told;
}

function gather(): NonNullable<typeof gathered> {
  const mistakes: Mistakes[] = [];
  const told = new Promise((resolve) => setTimeout(resolve, GATHERING_MS)).then(async () => {
    gathered = undefined;
    // The engine itself tells the mistakes of a single one.
    if (mistakes.length < 2) return;
    await Promise.all(
      mistakes.flatMap(({ resource, errors, warnings }) => [
        ...errors.map((message) => pulumi.log.error(`${resource}: ${message}`)),
        ...warnings.map((message) => pulumi.log.warn(`${resource}: ${message}`)),
      ]),
    );
  });
  return { mistakes, told };
}

/** Outputs and promises stand for values that are not known yet. */
function asKnown(value: unknown): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return unknownValue;
  if (Array.isArray(value)) return value.map(asKnown);
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asKnown(item)])) : value;
}
