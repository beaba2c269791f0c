import { compilationError, SqlError } from "../sql-error";

/** 395018: the specification of a service is refused. */
export function invalidSpecification(detail: string): SqlError {
  return new SqlError("395018", "22023", `Invalid spec: ${detail}.`);
}

/** 395069: a template of a specification cannot be rendered. */
export function cannotRender(detail: string): SqlError {
  return new SqlError("395069", "23001", `Unable to render service spec from given template: ${detail}.`);
}

/** 395085: a service with block volumes is dropped without FORCE. */
export function hasBlockVolumes(name: string): SqlError {
  const detail = `Failed to drop service ${name} since it contains block storage volumes. Please use DROP SERVICE ${name} FORCE if you would like to drop the service and the associated block storage volumes.`;
  return compilationError("395085", "22000", detail);
}

/** No source has the code of this error. */
export function invalidPoolState(name: string): SqlError {
  return new SqlError("090063", "22000", `Invalid state. Compute pool '${name}' cannot be resumed.`);
}

/** No source has the code or the text of this error. */
export function invalidServiceState(name: string, what: string): SqlError {
  return new SqlError("090064", "22000", `Invalid state. ${what} Service '${name}'.`);
}

/** What DESCRIBE COMPUTE POOL says as long as something waits for a node that the pool may not have. */
export const reachedNodeLimit = {
  errorCode: "392508",
  statusMessage:
    "Compute pool has reached the maximum node limit. Consider increasing max_nodes using the ALTER COMPUTE POOL command.",
};
