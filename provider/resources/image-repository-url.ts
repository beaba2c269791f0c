import type { Row } from "../client/client";

/** Where images are pushed to and pulled from, as docker wants it: without a scheme, in lower case. Absent if it is not told. */
export function repositoryUrl(row: Row): string | undefined {
  const { repository_url: url } = row;
  return url === null || url === undefined || url === "" ? undefined : url.replace(/^https?:\/\//i, "").toLowerCase();
}
