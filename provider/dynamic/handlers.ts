import type { PropertyChange } from "../resource/diff";
import type { Problem } from "../resource/validate";

/** Property values as the engine hands them over. */
export type Props = Readonly<Record<string, unknown>>;

/** Checked inputs and everything that is wrong with them. */
export interface Checked {
  readonly inputs: Props;
  readonly problems: readonly Problem[];
}

/** What a change takes. */
export interface Difference {
  readonly changes: readonly PropertyChange[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** An object and its state entry. */
export interface Stored {
  readonly id: string;
  readonly outputs: Props;
}

/**
 * What a kind answers to the engine, whoever serves it: the stock dynamic-provider process today, an executable of our own that
 * can say more. Errors are thrown as they are; each server wraps them its own way.
 */
export interface Handlers {
  check(oldInputs: Props, newInputs: Props): Checked;
  diff(id: string, oldOutputs: Props, newInputs: Props): Difference;
  create(inputs: Props): Promise<Stored>;
  /** Absent if the object is gone; `inputs` are its live values in input form. */
  read(id: string, outputs: Props): Promise<(Stored & { readonly inputs: Props }) | undefined>;
  update(id: string, oldOutputs: Props, newInputs: Props): Promise<Props>;
  delete(id: string, outputs: Props): Promise<void>;
}
