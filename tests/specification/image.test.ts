import { describe, expect, test } from "vitest";
import { canonicalImage, imageProblem } from "../../provider/specification/image";

const host = "myorg-my-acct.registry.snowflakecomputing.com";

describe("an image", () => {
  test.each([
    ["/db/schema/repo/echo:v1", "/db/schema/repo/echo:v1"],
    ["/DB/Schema/REPO/echo:V1", "/db/schema/repo/echo:V1"],
    [`${host}/db/schema/repo/echo`, "/db/schema/repo/echo"],
    [`${host.toUpperCase()}/db/schema/repo/echo:latest`, "/db/schema/repo/echo"],
    ["/db/schema/repo/team/echo:1.2", "/db/schema/repo/team/echo:1.2"],
    [`/db/schema/repo/echo@sha256:${"a".repeat(64)}`, `/db/schema/repo/echo@sha256:${"a".repeat(64)}`],
    ["nginx", "nginx"],
  ])("%s is %s", (written, canonical) => {
    expect(canonicalImage(written)).toBe(canonical);
    expect(canonicalImage(canonical)).toBe(canonical);
  });

  test.each([
    ["/db/schema/repo/echo", undefined],
    [`${host}/db/schema/repo/echo:v1`, undefined],
    ["myorg-acct.registry.privatelink.snowflakecomputing.com/db/s/r/echo", undefined],
    [`https://${host}/db/s/r/echo`, `"https://${host}/db/s/r/echo" has a scheme; write it without https://`],
    ["db/s/r/echo:v1", '"db/s/r/echo:v1" is not an image; write "/db/s/r/echo:v1", with / first'],
    [
      "nginx:latest",
      '"nginx:latest" is not an image in a Snowflake repository, and Snowflake gets none from Docker Hub or elsewhere: push it to an image repository, and write "/db/schema/repository/nginx:latest" or the repository\'s URL with /nginx:latest after it',
    ],
    [
      "ghcr.io/owner/app:v1",
      '"ghcr.io/owner/app:v1" is not an image in a Snowflake repository, and Snowflake gets none from Docker Hub or elsewhere: push it to an image repository, and write "/db/schema/repository/app:v1" or the repository\'s URL with /app:v1 after it',
    ],
    [
      "/schema/repo/echo",
      '"/schema/repo/echo" is not an image: write /db/schema/repository/image:tag, with a database, a schema and a repository whose names need no quotes; the tag has letters, digits, _, . and -',
    ],
  ])("%s has the problem %s", (written, problem) => {
    expect(imageProblem(written)).toBe(problem);
  });
});
