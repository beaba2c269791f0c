/** A size: its canonical keyword, how SHOW writes it, and the most clusters it can have. */
export interface WarehouseSize {
  keyword: string;
  shown: string;
  rank: number;
  mostClusters: number;
}

const sizes: WarehouseSize[] = [
  ["XSMALL", "X-Small", 300],
  ["SMALL", "Small", 300],
  ["MEDIUM", "Medium", 300],
  ["LARGE", "Large", 160],
  ["XLARGE", "X-Large", 80],
  ["XXLARGE", "2X-Large", 40],
  ["XXXLARGE", "3X-Large", 20],
  ["X4LARGE", "4X-Large", 10],
  ["X5LARGE", "5X-Large", 10],
  ["X6LARGE", "6X-Large", 10],
].map(([keyword, shown, mostClusters], rank) => ({
  keyword: String(keyword),
  shown: String(shown),
  rank,
  mostClusters: Number(mostClusters),
}));

const bySpelling = new Map<string, WarehouseSize>();
for (const size of sizes) {
  for (const spelling of [size.keyword, size.shown.toUpperCase()]) bySpelling.set(spelling, size);
}
for (const [spelling, keyword] of [
  ["X2LARGE", "XXLARGE"],
  ["X3LARGE", "XXXLARGE"],
  ["4XLARGE", "X4LARGE"],
  ["5XLARGE", "X5LARGE"],
  ["6XLARGE", "X6LARGE"],
  ["2XLARGE", "XXLARGE"],
  ["3XLARGE", "XXXLARGE"],
] as const) {
  bySpelling.set(spelling, bySpelling.get(keyword) as WarehouseSize);
}

/** A size by any of its spellings. */
export function findSize(spelling: unknown): WarehouseSize | undefined {
  return typeof spelling === "string" ? bySpelling.get(spelling.toUpperCase()) : undefined;
}
