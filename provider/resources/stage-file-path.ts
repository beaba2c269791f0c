/** Extensions of files that are compressed already; the drivers upload them as they are. */
const compressed = [
  ".gz",
  ".tgz",
  ".bz",
  ".boz",
  ".bz2",
  ".br",
  ".zst",
  ".deflate",
  ".raw_deflate",
  ".parquet",
  ".orc",
];
/** Extensions that the drivers refuse. */
const refused = [".xz", ".lzma", ".lz", ".lzo", ".Z"];

/** What is wrong with a path on a stage; a name that has passed is free of control characters already. */
export function problemOfPath(path: string, autoCompress: unknown): string | undefined {
  const shown = JSON.stringify(path);
  if (path.startsWith("/")) return `${shown} begins with a slash; paths on a stage begin at its root without one`;
  if (path.endsWith("/")) return `${shown} ends in a slash: that is a folder`;
  const parts = path.split("/");
  const wrong = parts.find((part) => part === "" || part === "." || part === "..");
  if (wrong !== undefined)
    return `${shown} has a part ${JSON.stringify(wrong)}; a stage has no folders to go up or stay in`;
  const character = /["*?\\]/.exec(path)?.[0];
  if (character !== undefined) return `${shown} holds ${character}, which PUT reads as something else`;
  const unknown = refused.find((extension) => path.endsWith(extension));
  if (unknown !== undefined) return `${shown} ends in ${unknown}, a compression that Snowflake does not take`;
  const extension = compressed.find((one) => path.toLowerCase().endsWith(one));
  return extension !== undefined && autoCompress === true
    ? `${shown} ends in ${extension}: it is compressed already; leave autoCompress out`
    : undefined;
}

/** Where the file lies: compression adds an extension. */
export function stagedPath(path: string, autoCompress: unknown): string {
  return autoCompress === true ? `${path}.gz` : path;
}

/** The folder of a path, `""` for the root, and the name in it. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const end = path.lastIndexOf("/");
  return { folder: path.slice(0, Math.max(end, 0)), name: path.slice(end + 1) };
}
