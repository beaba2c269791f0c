/** `npm run --silent pulumi -- ARGS`: the Pulumi CLI that this checkout uses, in the folder where the user stands. */
import { spawn } from "node:child_process";
import { findPulumi } from "./pulumi-cli.mjs";
import { setupOrExit } from "./setup.mjs";

await setupOrExit();

// On a terminal, Ctrl-C reaches the CLI by itself, and a second one would make it give up what it is doing. Without one, the
// CLI gets a group of its own, so that a signal sent to npm, to this process or to both reaches it once.
const terminal = process.stdin.isTTY;
const SAME_SIGNAL_MS = 300;

const child = spawn(findPulumi()?.command ?? "pulumi", process.argv.slice(2), {
  cwd: process.env["INIT_CWD"] ?? process.cwd(),
  stdio: "inherit",
  detached: !terminal,
});

let lastSignal = 0;
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    if (terminal && signal === "SIGINT") return;
    if (Date.now() - lastSignal > SAME_SIGNAL_MS) child.kill(signal);
    lastSignal = Date.now();
  });
}
child.once("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
