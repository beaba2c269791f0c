import { defineConfig } from "vitest/config";

/** Folders whose tests run programs of their own: the emulator's port, the Pulumi engine, other languages, package managers. */
const RINGS = ["emulator", "engine", "peers", "packages"];
const A_WHILE = 300_000;
/** A busy machine is no failure. */
const A_MINUTE = 60_000;

export default defineConfig({
  test: {
    // Most tests wait for an answer most of the time: one more than the cores of the machine that they are made for.
    maxWorkers: 3,
    testTimeout: A_MINUTE,
    hookTimeout: A_MINUTE,
    expect: { poll: { timeout: A_MINUTE } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          exclude: [...RINGS, "tools"].map((folder) => `tests/${folder}/**`),
        },
      },
      { extends: true, test: { name: "emulator", include: ["tests/emulator/**/*.test.ts"] } },
      ...[
        { name: "engine", include: ["tests/engine/**/*.test.ts", "tests/tools/**/*.test.ts"] },
        { name: "peers", include: ["tests/peers/**/*.test.ts"] },
        { name: "packages", include: ["tests/packages/**/*.test.ts"], globalSetup: ["tests/packages/layouts.ts"] },
      ].map(({ globalSetup = [], ...test }) => ({
        extends: true as const,
        test: {
          ...test,
          globalSetup: ["tests/built-package.ts", ...globalSetup],
          testTimeout: A_WHILE,
          hookTimeout: A_WHILE,
        },
      })),
    ],
  },
});
