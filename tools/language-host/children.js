const { spawn } = require("node:child_process");

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Starts a process that ends with this one, and with the call that asked for it.
 *
 * @param {{ on(event: "cancelled", listener: () => void): unknown }} call - The gRPC call that asked for the process.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 */
exports.startChild = (call, command, args, options) => {
  const child = spawn(command, args, options);
  running.add(child);
  child.once("close", () => running.delete(child));
  call.on("cancelled", () => child.kill());
  return child;
};

/** Ends every process that was started here. */
exports.endChildren = () => {
  for (const child of running) child.kill();
};
