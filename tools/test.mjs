/**
 * Runs everything that checks this package, one part after the other, each to its end: one closing line per part, and one
 * with the sums. Arguments name the parts to run; default: all.
 */
import { check } from "./test/check.mjs";
import { vitest } from "./test/vitest.mjs";

/** @typedef {{ passed: number; failed: number; skipped: number }} Count */

/** @type {Record<string, () => Promise<Count>>} */
const PARTS = {
  lint: () => check(["@biomejs/biome/bin/biome", "check", "."]),
  types: () => check(["typescript/bin/tsc", "--noEmit"], ["typescript-5.9/bin/tsc", "-p", "tsconfig.types-5.9.json"]),
  unit: () => vitest("unit"),
  emulator: () => vitest("emulator"),
  engine: () => vitest("engine"),
  peers: () => vitest("peers"),
  packages: () => vitest("packages"),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}; the parts are ${Object.keys(PARTS).join(", ")}.`);
  process.exit(2);
}
const chosen = Object.entries(PARTS).filter(([name]) => names.length === 0 || names.includes(name));
const total = { passed: 0, failed: 0, skipped: 0 };
let ranNothing = false;
for (const [name, run] of chosen) {
  console.log(`\n── ${name} ${"─".repeat(72 - name.length)}`);
  const count = await run();
  console.log(`${name}: ${inWords(count)}`);
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  ranNothing ||= count.passed + count.failed === 0;
}
console.log(`\n${inWords(total)}`);
process.exitCode = total.failed > 0 || ranNothing ? 1 : 0;

function inWords(/** @type {Count} */ { passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`;
}
