import type { service } from "../../provider/resources";
import type { DetailsOf, FoundInSchema } from "./details";
import { type FactsOf, flag, moment, number, oneOf, text } from "./facts";
import { serviceDefinition } from "./service-definition";
import type { Endpoint } from "./service-endpoint";
import { serviceStatuses } from "./service-goals";
import type { ContainerSpec } from "./service-spec";
import type { Named, SpecOf } from "./spec";

/** What a script says in its own way, or has no use for: it replaces nothing, and has nothing recorded to compare with. */
type OwnWords = "spec" | "computePool" | "triggers" | "waitFor" | "allowDowntime";

/** What a service shall be. */
export interface ServiceSpec extends Omit<SpecOf<typeof service>, OwnWords> {
  /** Its name as Snowflake reads it: `web` is `WEB`. Names that need quotes are refused, also of its schema and database. */
  name: string;
  /** The compute pool it runs on. It stays on that: another takes another service. @defaultValue required of a new service */
  computePool?: string | Named | undefined;
  /**
   * What it consists of: see {@link inlineSpec}. It is compared as structure; a change is an upgrade in place, instance by instance. A
   * file is read by Snowflake when the service is made: later, `upgrade()` sends it again.
   *
   * @defaultValue required of a new service
   */
  spec?: ContainerSpec | undefined;
  /**
   * What `create` and `createOrAlter` wait for: addresses of all public endpoints, all instances `ready`, or nothing. A service that is
   * suspended is not waited for.
   *
   * @defaultValue `"none"`
   */
  waitFor?: "endpoints" | "ready" | "none" | undefined;
}

const facts = {
  /** What it does: `PENDING`, `RUNNING`, `SUSPENDED` … */
  status: oneOf(serviceStatuses),
  /** Under which other services of the account reach it. */
  dnsName: text(),
  /** Instances that there are. */
  currentInstances: number(),
  /** Instances that there shall be. */
  targetInstances: number(),
  /** Digest of what it runs, by which a change is seen. */
  specDigest: text(),
  /** Whether instances are being replaced by those of another specification. */
  isUpgrading: flag(),
  /** Whether it is a job. */
  isJob: flag(),
  /** Whether it is a job that nobody waits for. */
  isAsyncJob: flag(),
  /** When it was last changed. */
  updatedOn: moment(),
  /** When it was last resumed. */
  resumedOn: moment(),
  /** When it was last suspended. */
  suspendedOn: moment(),
  /** What kind of object has made it, if one has. */
  managingObjectDomain: text(),
  /** The name of that object. */
  managingObjectName: text(),
};

/** A service as it is. What it consists of and its endpoints are no part of listings. */
export interface Service extends FoundInSchema, FactsOf<typeof facts>, DetailsOf<typeof service, ServiceSpec> {
  /** Its endpoints; absent in listings, and if the role may not see them. */
  readonly endpoints?: readonly Endpoint[];
}

/** The kind, for its collection and references. */
export const serviceKind = {
  definition: serviceDefinition,
  facts,
  // What stands is told with its default, too.
  nothing: { autoSuspendSecs: 0, autoResume: true },
  presumed: { waitFor: "none" },
};
