/** Warehouse sizes, smallest first, in the one spelling that stands in state and in SQL. */
export const sizes = [
  "XSMALL",
  "SMALL",
  "MEDIUM",
  "LARGE",
  "XLARGE",
  "X2LARGE",
  "X3LARGE",
  "X4LARGE",
  "X5LARGE",
  "X6LARGE",
] as const;
export type Size = (typeof sizes)[number];

/** `2X-Large`, `XXLARGE` and `X2LARGE` are one size. */
export function sizeSpelling(written: string): string {
  return written
    .toUpperCase()
    .replaceAll(/[-_ ]/g, "")
    .replace(/^X(X+)LARGE$/, (_, more: string) => `X${more.length + 1}LARGE`)
    .replace(/^([2-6])XLARGE$/, "X$1LARGE");
}
