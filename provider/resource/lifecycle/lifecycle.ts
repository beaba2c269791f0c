import type { Step } from "../plan";
import type { Values } from "../property";
import type { State } from "../state";
import type { Context } from "./context";

/** What a resource does that stands for more, or for less, than one object of a listing: a file, or a whole graph. */
export interface Lifecycle {
  /**
   * Makes it from checked inputs.
   *
   * @throws UnfinishedError if it was made in part, and what was made could not be taken back.
   */
  readonly create: (context: Context, inputs: Values) => Promise<{ readonly id: string; readonly state: State }>;
  /** The live state of one that the state knows; absent if it is proven gone. */
  readonly read: (context: Context, outputs: Values) => Promise<State | undefined>;
  /**
   * Everything readable of one that nobody manages here.
   *
   * @throws ObjectMissingError if there is none, or the role may not see it.
   */
  readonly lookUp: (context: Context, id: string, asked: Values) => Promise<State>;
  /** Brings one from its recorded state to checked inputs. @throws UnfinishedError with what was done, if not all was. */
  readonly update: (context: Context, id: string, outputs: Values, inputs: Values) => Promise<State>;
  /** Removes what the state entry stands for, once it is proven to be that. */
  readonly remove: (context: Context, outputs: Values) => Promise<void>;
  /** The statements of a change, or of the creation; pure, for previews. */
  readonly plan: (before: Values | undefined, after: Values) => readonly Step[];
}
