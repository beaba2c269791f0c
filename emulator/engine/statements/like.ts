/** Whether a name matches a LIKE pattern of SHOW: whole, in any case, with backslash as the escape. */
export function likeMatcher(pattern: string, flags = "isu"): (name: string) => boolean {
  let source = "";
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i += 1) {
    const character = characters[i] as string;
    if (character === "\\" && i + 1 < characters.length) {
      i += 1;
      source += escapeRegExp(characters[i] as string);
    } else if (character === "%") source += ".*";
    else if (character === "_") source += ".";
    else source += escapeRegExp(character);
  }
  const expression = new RegExp(`^${source}$`, flags);
  return (name) => expression.test(name);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
