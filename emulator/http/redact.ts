const secrets = [
  "PASSWORD",
  "SECRET_STRING",
  "CLIENT_SECRET",
  "OAUTH_CLIENT_SECRET",
  "OAUTH_REFRESH_TOKEN",
  "AWS_KEY_ID",
  "AWS_SECRET_KEY",
  "AWS_TOKEN",
  "AZURE_SAS_TOKEN",
  "MASTER_KEY",
  "TOKEN",
];
const gap = String.raw`(?:\s|/\*[\s\S]*?\*/|--[^\n]*\n|//[^\n]*\n)*`;
// A literal inside EXECUTE IMMEDIATE '…' has its quotes doubled. One that never ends is hidden to the end of the text.
const literal = String.raw`(?:''(?![\s;,)']|$)[\s\S]*?(?:''|$)|'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|"[^"]*(?:"|$)|\$\$[\s\S]*?(?:\$\$|$))`;
const assignment = new RegExp(`\\b(${secrets.join("|")})(${gap}=${gap})${literal}`, "gi");

/** The statement without the values of passwords, keys and tokens. */
export function redact(sql: string): string {
  return sql.replace(assignment, "$1$2'***'");
}
