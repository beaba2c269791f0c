import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSSyncVariant,
  QuickJSWASMModule,
} from "quickjs-emscripten-core";
import { SqlError } from "../sql-error";

/** Bytes that a body may take. */
const memoryLimit = 64 * 1024 * 1024;
/** Bytes of the stack of a body; with a few times as many, the stack of the process would end first. */
const stackLimit = 128 * 1024;

let loading: Promise<void> | undefined;
let engine: QuickJSWASMModule | undefined;

/** Loads the sandbox; after that, bodies run in it without waiting. */
export function prepareJavaScript(): Promise<void> {
  loading ??= load();
  return loading;
}

/** What a statement has to wait for before it can be run; undefined when that is nothing. */
export function preparation(statement: string): Promise<void> | undefined {
  if (engine) return undefined;
  return /\b(?:JAVASCRIPT|CALL|EXECUTE)\b/i.test(statement) ? prepareJavaScript() : loading;
}

async function load(): Promise<void> {
  const { newQuickJSWASMModuleFromVariant } = await import("quickjs-emscripten-core");
  // The package's types describe its CommonJS file, with one `default` more than the module that is loaded here.
  const variant = import("@jitl/quickjs-wasmfile-release-sync") as Promise<unknown> as Promise<Variant>;
  engine = await newQuickJSWASMModuleFromVariant(variant);
}

type Variant = { default: QuickJSSyncVariant };

/** What a body is run with. */
export interface Sandboxed {
  /** Source of a function that takes `call`, and answers one that takes the body and a text and answers a text. */
  library: string;
  /** Source of the body: a function. */
  body: string;
  /** Handed to the function that the library answers. */
  input: string;
  /** What the library can ask for: text in, text out. */
  call(request: string): string;
  /** Milliseconds after which the body is stopped. */
  timeLimitMs: number;
}

/** How a body ended; `stopped` is the end of its time, `uncompiled` the message of a syntax error. */
export type Ended = { output: string } | { uncompiled: string } | { stopped: true } | { failed: string };

/** Runs a body in a sandbox of its own: it reaches nothing but what the library gives it. */
export function runSandboxed(sandboxed: Sandboxed): Ended {
  if (!engine) {
    void prepareJavaScript();
    throw new SqlError("000603", "XX000", "The emulator is still loading its engine for JavaScript; call again.");
  }
  try {
    return run(engine.newRuntime(), sandboxed);
  } catch (error) {
    // A body that exhausts the process's own stack leaves the engine in disorder: the next body gets another.
    engine = undefined;
    loading = undefined;
    void prepareJavaScript();
    return { failed: `InternalError: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function run(runtime: QuickJSRuntime, { library, body, input, call, timeLimitMs }: Sandboxed): Ended {
  const deadline = Date.now() + timeLimitMs;
  let stopped = false;
  runtime.setMemoryLimit(memoryLimit);
  runtime.setMaxStackSize(stackLimit);
  runtime.setInterruptHandler(() => {
    stopped = Date.now() > deadline;
    return stopped;
  });
  const context = runtime.newContext();
  const held: QuickJSHandle[] = [];
  const hold = (handle: QuickJSHandle): QuickJSHandle => {
    held.push(handle);
    return handle;
  };
  const ended = ((): Ended => {
    const answer = hold(context.newFunction("call", (request) => context.newString(call(context.getString(request)))));
    const setUp = hold(context.unwrapResult(context.evalCode(library, "library.js", { type: "global" })));
    const start = hold(context.unwrapResult(context.callFunction(setUp, context.undefined, answer)));
    const compiled = context.evalCode(body, bodyFile, { type: "global" });
    if (compiled.error) return { uncompiled: message(context, hold(compiled.error)) };
    const text = hold(context.newString(input));
    const called = context.callFunction(start, context.undefined, hold(compiled.value), text);
    if (called.error) return { failed: message(context, hold(called.error)) };
    return { output: context.getString(hold(called.value)) };
  })();
  for (const handle of held.reverse()) handle.dispose();
  context.dispose();
  runtime.dispose();
  return stopped ? { stopped } : ended;
}

/** How stacks name the body. */
export const bodyFile = "body.js";

function message(context: QuickJSContext, error: QuickJSHandle): string {
  const found: unknown = context.dump(error);
  if (typeof found !== "object" || found === null) return String(found);
  const { name = "Error", message: text = "" } = found as { name?: string; message?: string };
  return `${name}: ${text}`;
}
