import { parseContainerTimes } from "./engine/container/times";
import type { ImagePush, ListedImage } from "./engine/engine";
import { Engine } from "./engine/engine";
import { type RunningEmulator, serve } from "./http/serve";
import { type EmulatorOptions, parseAccount } from "./options";
import { StateFile } from "./state";

export type { ContainerTimes } from "./engine/container/times";
export type { ImageBehaviour, ImagePush, ListedImage, UserRecord } from "./engine/engine";
export type { FaultRule } from "./http/fault-rules";
export type { FaultState } from "./http/faults";
export type { RunningEmulator } from "./http/serve";
export type { Counts, LoggedStatement, StatementRecord } from "./http/statement-log";
export type { EmulatorOptions } from "./options";

/** A running emulator. */
export interface Emulator extends RunningEmulator<Engine> {
  /** The present time of the emulated account. */
  now(): Date;
  /**
   * Moves the account's clock on by so many milliseconds. Tasks that become due run, each at its time. Sessions and
   * tokens do not age by it. @throws RangeError if it would go back.
   */
  advance(ms: number): void;
  /** Moves the account's clock on to a time. @throws RangeError if that has passed. */
  moveTo(time: Date): void;
  /**
   * Says whether a stream has data, for SYSTEM$STREAM_HAS_DATA: the emulator has no streams. A task graph that succeeds
   * and asks for the stream in a condition has consumed the data. @throws RangeError unless `name` is `DB.SCHEMA.STREAM`.
   */
  setStream(name: string, hasData: boolean): void;
  /**
   * Puts an image into an image repository, as `docker push` would. Under the tag of another image it takes that over:
   * services go on with the image that they have, and those created or altered later get the new one.
   *
   * @throws RangeError if there is no such repository, or if a member is malformed.
   * @example
   * ```ts
   * emulator.pushImage({ repository: "DB.PUBLIC.IMAGES", image: "nginx" });
   * emulator.pushImage({ repository: "DB.PUBLIC.IMAGES", image: "load", behaviour: { outcome: "exits", exitCode: 1 } });
   * ```
   */
  pushImage(image: ImagePush): ListedImage;
  /** The images of all repositories. */
  images(): ListedImage[];
}

/**
 * Starts an emulator in this process, on loopback.
 *
 * @throws Error if the port is taken, or if a file or an option cannot be used.
 * @example
 * ```ts
 * const emulator = await startEmulator({ latencyMs: 100 });
 * // … accessUrl: emulator.url, any user name, any password that is not empty …
 * await emulator.close();
 * ```
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const account = parseAccount(options.account);
  const engine = new Engine({
    ...account,
    ...(options.users ? { users: options.users } : {}),
    ...(options.now ? { now: options.now } : {}),
    ...(options.edition ? { edition: options.edition } : {}),
    ...(options.images ? { images: options.images } : {}),
    ...(options.containerTimes ? { containerTimes: parseContainerTimes(options.containerTimes) } : {}),
  });
  const state = options.stateFile === undefined ? undefined : new StateFile(options.stateFile, () => engine.save());
  const saved = state?.load();
  if (saved !== undefined) engine.load(saved);
  if (state) engine.onChange = () => state.changed();
  const running = await serve(engine, account, options, state);
  const { now, advance, moveTo, setStream, pushImage, images } = engine;
  const close = () => {
    engine.stop();
    return running.close();
  };
  return { ...running, now, advance, moveTo, setStream, pushImage, images, close };
}
