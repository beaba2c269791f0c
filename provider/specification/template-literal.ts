/** The text that a literal in a template becomes: text in quotes, a number, true or false; undefined for anything else. */
export function jinjaLiteral(written: string): string | undefined {
  if (/^-?\d+(?:\.\d+)?$/.test(written)) return written;
  if (/^(?:true|false)$/i.test(written)) return written.toLowerCase();
  const inQuotes = /^(['"])(.*)\1$/s.exec(written)?.[2];
  if (inQuotes === undefined || /\\[^'"\\nt]/s.test(inQuotes)) return undefined;
  return inQuotes.replaceAll(/\\(.)/gs, (_, character: string) => ({ n: "\n", t: "\t" })[character] ?? character);
}
