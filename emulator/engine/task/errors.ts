import { SqlError } from "../sql-error";

/** 091421: a task of a graph was to be changed while the root may start it. */
export function rootNotSuspended(root: string): SqlError {
  const text = `Unable to update graph with root task ${root} since that root task is not suspended.`;
  return new SqlError("091421", "22000", text);
}

/** 091089: the owner of a task lacks what running it takes. */
export function cannotExecute(what: string): SqlError {
  return new SqlError("091089", "23001", `Cannot execute task, ${what} must be granted to owner role`);
}

/** 091857: a completion interval together with a warehouse. */
export function serverlessOnly(): SqlError {
  return new SqlError("091857", "42601", "TARGET_COMPLETION_INTERVAL is only allowed for serverless Tasks.");
}

/** 091400: a task that no graph can have. Of most of these texts no source has the code, so they share the known one. */
export function invalidTask(text: string): SqlError {
  return new SqlError("091400", "42601", text);
}
