import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../setup/places.mjs";
import { runNode } from "./check.mjs";

/**
 * Runs one of the projects of `vitest.config.mts` and counts its tests. A run that fails without a failed test (a file that
 * does not load, an error outside of tests, no tests at all) counts as one failure.
 *
 * @param {string} project
 */
export async function vitest(project) {
  const folder = mkdtempSync(path.join(tmpdir(), "test-results-"));
  const report = path.join(folder, "report.json");
  const command = path.join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const exitCode = await runNode([command, "run", "--project", project, ...reporters]);
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = read(report);
  rmSync(folder, { recursive: true });
  const failed = exitCode !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests };
}

/** @returns {Record<string, number>} */
function read(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
