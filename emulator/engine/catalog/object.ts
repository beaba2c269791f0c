import type { ParameterValue } from "../session";

/** What can be kept in a property of an object. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Any object of the account: a database, a table, a role, the account itself. */
export interface CatalogObject {
  readonly id: number;
  /** Snowflake's word, upper case: `DATABASE`, `RESOURCE MONITOR` … */
  readonly kind: string;
  /** Objects of one space in one container have different names; tables and views share one. */
  readonly space: string;
  name: string;
  /** What besides the name tells objects of a space apart: the argument types of a procedure, in brackets. */
  readonly signature?: string;
  /** Id of the container; 0 is the account. */
  parent: number;
  /** Id of the owning role; null is Snowflake itself. */
  owner: number | null;
  /** Milliseconds since the epoch, different for every object. */
  createdOn: number;
  updatedOn: number;
  droppedOn: number | null;
  /** Until when a dropped object can come back. */
  retainedUntil: number | null;
  comment: string;
  /** Parameters set on the object itself. */
  parameters: Record<string, ParameterValue>;
  /** Values by the id of the tag. */
  tags: Record<string, string>;
  /** What only this kind has. */
  properties: Record<string, Json>;
}

/** What a new object needs to be told. */
export interface NewObject {
  kind: string;
  space: string;
  name: string;
  signature?: string;
  parent: number;
  owner: number | null;
  comment?: string;
  parameters?: Record<string, ParameterValue>;
  properties?: Record<string, Json>;
  tags?: Record<string, string>;
}
