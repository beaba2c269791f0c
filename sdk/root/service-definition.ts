import type { Client } from "../../provider/client/client";
import { NotAuthorizedError } from "../../provider/client/errors";
import type { Reading } from "../../provider/resource/property";
import { jobService, service } from "../../provider/resources";
import { describedSpec } from "../../provider/resources/service-described";
import { withKnownEnv } from "../../provider/resources/service-secrets";
import { isInline, structureOf } from "../../provider/resources/service-spec-forms";
import {
  canonicalSpecification,
  differences,
  type ServiceSpecification,
  withoutAdded,
} from "../../provider/specification";
import { canonicalQualified, type StoredName } from "../../provider/sql";

const { waits: _, outputs: __, ...ofService } = service;
const { waits: ___, outputs: ____, lifecycle: _____, ...ofJob } = jobService;

/** A service as a script sees it: nothing has been recorded of it, and it is waited for within the bounds of a call. */
export const serviceDefinition = {
  ...ofService,
  properties: {
    ...service.properties,
    spec: { ...service.properties.spec, source: { from: "statements", read: readSpec } },
  },
} as const satisfies typeof service;

/** A job as a script sees it. */
export const jobDefinition = {
  ...ofJob,
  properties: {
    ...jobService.properties,
    spec: { ...jobService.properties.spec, source: { from: "statements", read: readSpec } },
  },
} as const satisfies typeof jobService;

/**
 * What Snowflake runs; to whoever asks for it, with the values of environment variables. What is declared is compared as structure. What
 * a file comes to is not known here: nothing is said of it.
 */
async function readSpec(reading: Reading): Promise<unknown> {
  const { managed, name } = reading;
  const declared = structureOf(managed);
  if (managed !== undefined && declared === undefined) return managed;
  const reported = await describedSpec(reading);
  if (reported === undefined && managed !== undefined) throw hidden(canonicalQualified(name));
  if (reported === undefined || managed === undefined) return reported && withoutWhatSnowflakeAdds(reported);
  if (declared !== undefined && differences(declared, reported).length === 0) return managed;
  const found = canonicalSpecification(withoutAdded(reported, declared));
  return withKnownEnv(found, isInline(managed) ? managed : undefined);
}

/** What Snowflake runs, as a specification may say it; absent if the role does not own the service. */
export async function wholeSpec(of: {
  readonly client: Client;
  readonly name: readonly StoredName[];
}): Promise<ServiceSpecification | undefined> {
  const reported = await describedSpec(of);
  return reported && withoutWhatSnowflakeAdds(reported);
}

function withoutWhatSnowflakeAdds(reported: ServiceSpecification): ServiceSpecification {
  return canonicalSpecification(withoutAdded(reported, undefined));
}

function hidden(name: string): NotAuthorizedError {
  return new NotAuthorizedError({
    objectKind: service.kind,
    name,
    message: `Snowflake shows the specification of Service ${name} only to the role that owns it, so that it cannot be compared with the one that is asked for. Nothing was changed. Use that role (withRole()), or send it as it is with upgrade().`,
  });
}
