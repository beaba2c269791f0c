import type * as pulumi from "@pulumi/pulumi";
import type { Moment } from "../provider/resources/clone";
import type { Container } from "./resource";

/** What to copy, and from when. */
export interface CloneArgs {
  /** The object to copy, or its name; it is of the same kind. */
  readonly source: Container;
  /** As it was at that moment, what the moment's statement did included. */
  readonly at?: pulumi.Input<Moment> | undefined;
  /** As it was just before that moment. */
  readonly before?: pulumi.Input<Moment> | undefined;
}
