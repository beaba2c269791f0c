/** The line that takes up an object that exists, for one run. */
export function adoptLine(kind: string, name: string): string {
  return `PULUMI_SNOWFLAKE_ADOPT=${inShell(`${kind}:${name}`)} pulumi up`;
}

/** The setting that lets one object's data be lost, for one run. */
export function allowLossSetting(kind: string, name: string): string {
  return `PULUMI_SNOWFLAKE_DATA_LOSS=${inShell(`${kind}:${name}=allow`)}`;
}

/** One word of a shell, whatever is in it: a name that somebody copies into a terminal must not run as a command. */
function inShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
