import type { Definition } from "../../provider/resource/definition";
import type { Properties, Values } from "../../provider/resource/property";
import type { Facts } from "./facts";

/** What the object model adds to the definition of a kind. */
export interface ObjectKind {
  readonly definition: Definition<Properties>;
  /** What its row of SHOW tells beside the properties. */
  readonly facts: Facts;
  /** Properties that are read only where they are asked for: each takes a statement of its own. */
  readonly apart?: readonly string[];
  /** What `null` stands for, where NULL is a value of its own and no default. */
  readonly nothing?: Values;
  /** A specification in long, of one that says something in short. */
  readonly inLong?: (spec: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** What a specification says where it is silent. */
  readonly presumed?: Values;
}
