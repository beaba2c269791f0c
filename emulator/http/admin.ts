import type { IncomingMessage } from "node:http";
import { clockState, moveClock } from "./admin-clock";
import { imageState, pushImage } from "./admin-images";
import { setStream, streamState } from "./admin-streams";
import { BadRequestError, readJson } from "./body";
import type { Context } from "./context";

/** The emulator's own endpoints, for tests in other processes. Undefined if the address is none of them. */
export async function administer(context: Context, request: IncomingMessage, path: string): Promise<unknown> {
  if (!path.startsWith("/emulator/")) return undefined;
  // A web page may send requests to loopback too, and then says where it comes from.
  if (request.headers.origin !== undefined) throw new BadRequestError(403, "Web pages may not control the emulator.");
  switch (`${request.method} ${path}`) {
    case "GET /emulator/statements":
      return { ...summary(context), log: context.log.list() };
    case "GET /emulator/counts":
      return summary(context);
    case "POST /emulator/reset-log":
      context.log.reset();
      return summary(context);
    case "GET /emulator/faults":
      return { faults: context.faults.list() };
    case "POST /emulator/faults":
      setFaults(context, await readJson(request));
      return { faults: context.faults.list() };
    case "POST /emulator/latency":
      context.latencyMs = latency(await readJson(request));
      return { ms: context.latencyMs };
    case "GET /emulator/clock":
      return clockState(context.engine);
    case "POST /emulator/clock":
      moveClock(context.engine, await readJson(request));
      return clockState(context.engine);
    case "GET /emulator/streams":
      return streamState(context.engine);
    case "POST /emulator/streams":
      setStream(context.engine, await readJson(request));
      return streamState(context.engine);
    case "GET /emulator/images":
      return imageState(context.engine);
    case "POST /emulator/images":
      return pushImage(context.engine, await readJson(request));
    default:
      return undefined;
  }
}

function summary(context: Context) {
  return { statements: context.log.list().length, ...context.log.counts };
}

function setFaults(context: Context, rules: unknown): void {
  try {
    context.faults.set(rules);
  } catch (error) {
    throw new BadRequestError(400, (error as Error).message);
  }
}

function latency(data: unknown): number {
  const ms = typeof data === "object" && data !== null && "ms" in data ? data.ms : undefined;
  if (typeof ms === "number" && ms >= 0 && ms < 2 ** 31) return ms;
  throw new BadRequestError(400, 'Send { "ms": N } with N from 0.');
}
