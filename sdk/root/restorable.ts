import { type DropHow, undrop } from "../../provider/resource/objects/drop";
import type { CallOptions } from "./call";
import { ReferenceWithParameters } from "./parameters";
import type { DropOptions } from "./reference";

/** How an object that others stand in, or refer to, is dropped. */
export interface DropWithContentsOptions extends DropOptions {
  /**
   * What becomes of references to it from elsewhere, such as foreign keys: they go too (`"cascade"`), or are a reason to refuse
   * (`"restrict"`).
   *
   * @defaultValue `"cascade"`
   */
  readonly contents?: DropHow["contents"];
}

/** A reference to an object that Time Travel can bring back. */
export abstract class RestorableReference<S extends object, D> extends ReferenceWithParameters<S, D> {
  /**
   * Drops it, with what it holds: to ask for it is consent.
   *
   * @throws ObjectMissingError if there is none.
   */
  override async drop({ ifExists, contents, ...call }: DropWithContentsOptions = {}): Promise<void> {
    await this.dropped(call, { ifExists, contents });
  }

  /**
   * Brings back what was dropped last under this name.
   *
   * @throws ObjectMissingError if nothing of that name can be brought back.
   * @throws ObjectExistsError if there is one of that name now: give that another first.
   */
  async undrop(options: CallOptions = {}): Promise<void> {
    await undrop(this.kind.definition, this.connection.context(options), this.names);
  }
}
