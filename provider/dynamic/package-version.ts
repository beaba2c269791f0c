import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version of this package. */
export function packageVersion(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) return String(JSON.parse(readFileSync(file, "utf8")).version);
    if (folder === dirname(folder)) return "0.0.0";
  }
}
