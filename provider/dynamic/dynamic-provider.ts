import { SnowflakeError } from "../client/errors";
import type { Definition } from "../resource/definition";
import { UnfinishedError } from "../resource/lifecycle/context";
import { outputsOf } from "../resource/state";
import { canonicalAgain } from "../resource/validate";
import { IdentifierError } from "../sql";
import type { Props } from "./handlers";
import { kindHandlers } from "./kind-handlers";
import { engineProcess, type ProviderProcess } from "./provider-process";
import { sanitise } from "./sanitise";

/** What the stock dynamic-provider process calls; the shape is Pulumi's. */
export interface DynamicProvider {
  configure(request: { readonly config: { get(key: string): string | undefined } }): Promise<void>;
  check(olds: Props, news: Props): Promise<{ inputs: Props; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Props,
    news: Props,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(inputs: Props): Promise<{ id: string; outs: Props }>;
  read(id: string, props: Props): Promise<{ id?: string; props?: Props; inputs?: Props }>;
  update(id: string, olds: Props, news: Props): Promise<{ outs: Props }>;
  delete(id: string, props: Props): Promise<void>;
}

/** One per process: the process is configured once for each kind, always with the same configuration. */
let configured: ProviderProcess | undefined;
let readConfig: (key: string) => string | undefined = () => undefined;

function currentProcess(): ProviderProcess {
  configured ??= engineProcess((key) => readConfig(key));
  return configured;
}

/** Serves a kind's handlers to the stock dynamic-provider process. */
export function dynamicProvider(definition: Definition): DynamicProvider {
  const handlers = kindHandlers(definition, currentProcess);
  return {
    // The engine calls other handlers before this promise is settled: everything is stored before the first await.
    configure({ config }) {
      readConfig = (key) => config.get(key);
      return Promise.resolve();
    },
    async check(olds, news) {
      const { inputs, problems } = await told(definition, "check", news, async () => handlers.check(olds, news));
      // The CLI prints the value of a property that a failure names, secrets in clear: the path stands in the reason alone.
      return {
        inputs: { ...inputs },
        failures: problems.map(({ path, message }) => ({
          property: "",
          reason: path === "" ? message : `${path}: ${message}`,
        })),
      };
    },
    async diff(id, olds, news) {
      const { changes, replaces, deleteBeforeReplace } = await told(definition, "diff", olds, async () =>
        handlers.diff(id, olds, news),
      );
      return { changes: changes.length > 0, replaces: [...replaces], deleteBeforeReplace };
    },
    async create(inputs) {
      const { id, outputs } = await told(definition, "create", inputs, () => handlers.create(inputs));
      return { id, outs: { ...outputs } };
    },
    async read(id, props) {
      const found = await told(definition, "read", props, () => handlers.read(id, props));
      return found === undefined ? {} : { id: found.id, props: { ...found.outputs }, inputs: { ...found.inputs } };
    },
    async update(id, olds, news) {
      return { outs: { ...(await told(definition, "update", news, () => handlers.update(id, olds, news))) } };
    },
    async delete(id, props) {
      await told(definition, "delete", props, () => handlers.delete(id, props));
    },
  };
}

/** Errors as the stock process wants them: what was half made with id and properties, and no stack traces for the user. */
async function told<T>(definition: Definition, operation: string, props: Props, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnfinishedError) {
      const { id, state } = error;
      const properties = sanitise({
        ...outputsOf({ ...state, values: canonicalAgain(definition, state.values) }),
        __provider: props["__provider"],
      });
      throw Object.assign(new HandlerError(definition, operation, props, sentence(error.message, error.cause)), {
        id,
        properties,
        reasons: [sentence(error.message, error.cause)],
      });
    }
    if (error instanceof SnowflakeError)
      throw new HandlerError(definition, operation, props, sentence(error.message, error));
    if (error instanceof IdentifierError) throw new HandlerError(definition, operation, props, error.message);
    throw error;
  }
}

/** The engine shows a message alone; Snowflake's code and the query id go along for whoever looks it up. */
function sentence(message: string, { code, queryId }: SnowflakeError): string {
  const known = [code, queryId === undefined ? undefined : `query ${queryId}`].filter(
    (part) => part !== undefined && !message.includes(part),
  );
  return known.length === 0 ? message.trim() : `${message.trim()} (${known.join(", ")})`;
}

/** The stock process prints `${error}: ${error.stack}` beside the engine's own line: it gets a pointer instead of a trace. */
class HandlerError extends Error {
  readonly #title: string;

  constructor(definition: Definition, operation: string, props: Props, message: string) {
    super(message);
    this.#title = `${operation} of ${definition.kind} ${String(props["name"] ?? "")} failed`;
    this.stack = "the resource's own line says why";
  }

  override toString(): string {
    return this.#title;
  }
}
