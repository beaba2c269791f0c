const identifier = "[A-Za-z_][A-Za-z0-9_$]*";
const registryHost = /^[a-z0-9_.-]+\.snowflakecomputing\.(?:com|cn)$/i;
const component = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
const reference = new RegExp(
  `^/(${identifier}/${identifier}/${identifier})/(${component}(?:/${component})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(@sha256:[0-9a-f]{64})?$`,
);

/**
 * The one spelling of an image: without the registry's host, names of objects in lower case as the registry has them, no `latest`.
 * What is no image of Snowflake's stays as it is.
 */
export function canonicalImage(written: unknown): unknown {
  if (typeof written !== "string") return written;
  const [, repository = "", image, tag = "latest", digest = ""] = reference.exec(pathOf(written)) ?? [];
  if (image === undefined) return written;
  return `/${repository.toLowerCase()}/${image}${tag === "latest" ? "" : `:${tag}`}${digest}`;
}

/** What is wrong with an image as somebody wrote it, and what to write; undefined if nothing is. */
export function imageProblem(written: string): string | undefined {
  const path = pathOf(written);
  if (path.startsWith("/") && reference.test(path)) return undefined;
  const shown = JSON.stringify(written.slice(0, 300));
  if (/^\w+:\/\//.test(written)) return `${shown} has a scheme; write it without ${/^\w+:\/\//.exec(written)?.[0]}`;
  if (reference.test(`/${written}`))
    return `${shown} is not an image; write ${JSON.stringify(`/${written}`)}, with / first`;
  if (!path.startsWith("/")) {
    const name = /([^/]+)$/.exec(written)?.[1] ?? "image:tag";
    return (
      `${shown} is not an image in a Snowflake repository, and Snowflake gets none from Docker Hub or elsewhere: push it to an ` +
      `image repository, and write "/db/schema/repository/${name.slice(0, 200)}" or the repository's URL with /${name.slice(0, 200)} after it`
    );
  }
  return (
    `${shown} is not an image: write /db/schema/repository/image:tag, with a database, a schema and a repository whose names ` +
    `need no quotes; the tag has letters, digits, _, . and -`
  );
}

/** What stands behind the registry's host, if there is one. */
function pathOf(written: string): string {
  const end = written.indexOf("/");
  return end > 0 && registryHost.test(written.slice(0, end)) ? written.slice(end) : written;
}
