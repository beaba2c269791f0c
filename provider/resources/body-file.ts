/** The body in a text file as it is read: without a byte order mark, and with newlines that are the same on every machine. */
export function bodyOfFile(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}
