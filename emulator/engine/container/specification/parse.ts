import type { Document, Node } from "yaml";
import { isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Json } from "../../catalog/object";
import { invalidSpecification } from "../errors";
import { checkSpecification } from "./check";
import type { Specification } from "./specification";

/** Reads a specification from YAML or JSON, and checks it. @throws SqlError 395018 */
export function parseSpecification(text: string): Specification {
  const documents = parseAllDocuments(text, { prettyErrors: true });
  const [document, ...others] = Array.isArray(documents) ? (documents as Document<Node>[]) : [];
  if (!document || document.contents === null) throw invalidSpecification("it is empty");
  if (others.length > 0) throw invalidSpecification("it has more than one YAML document");
  const error = document.errors[0];
  if (error) throw invalidSpecification(error.message.split(/:?\n/)[0] ?? error.code);
  keepTexts(document);
  return checkSpecification(readValue(document));
}

function readValue(document: Document<Node>): Json {
  try {
    return document.toJS() as Json;
  } catch (cause) {
    // Aliases that refer to nothing, or to too much.
    throw invalidSpecification((cause as Error).message);
  }
}

/** Values of `env`, `command` and `args` are texts as they are written: `1.10` and `on` stay what they are. */
function keepTexts(document: Document<Node>): void {
  for (const key of ["containers", "container"]) {
    const containers = document.getIn(["spec", key]);
    if (!isSeq(containers)) continue;
    for (const container of containers.items) {
      if (!isMap(container)) continue;
      for (const list of ["command", "args"]) {
        const items = container.get(list);
        if (isSeq(items)) for (const item of items.items) keepText(item);
      }
      const env = container.get("env");
      if (isMap(env)) for (const { value } of env.items) keepText(value);
    }
  }
}

function keepText(node: unknown): void {
  if (!isScalar(node) || typeof node.value === "string") return;
  node.value = node.value === null ? "" : (node.source ?? String(node.value));
}
