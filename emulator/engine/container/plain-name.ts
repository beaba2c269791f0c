/** Whether a name could be written without quotes: what runs in containers takes no other. */
export function isPlainName(name: string): boolean {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name);
}
