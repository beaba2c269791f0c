/** Whether a name is like a pattern of SHOW: `%` for any text, `_` for one character, a backslash before either for itself. */
export function isLike(name: string, pattern: string): boolean {
  const expression = pattern.replaceAll(/\\?./gsu, (piece) => {
    if (piece === "%") return ".*";
    if (piece === "_") return ".";
    return piece.replace(/^\\(?=.)/su, "").replace(/[.*+?^${}()|[\]\\/]/u, "\\$&");
  });
  return new RegExp(`^${expression}$`, "isu").test(name);
}
