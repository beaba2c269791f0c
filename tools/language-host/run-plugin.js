const { RunPluginResponse } = require("@pulumi/pulumi/proto/language_pb");
const { startChild } = require("./children");
const { optionsOf, resolveFrom, splitWords } = require("./program");

/**
 * Runs a plugin that is a Node.js package: its output is streamed, its exit code comes last.
 *
 * @param {any} call
 */
exports.runPlugin = (call) => {
  /** @type {import("@pulumi/pulumi/proto/language_pb").RunPluginRequest} */
  const request = call.request;
  const folder = request.getInfo()?.getProgramDirectory() || request.getProgram();
  try {
    const runner = resolveFrom(folder, "@pulumi/pulumi/cmd/run-plugin");
    const nodeArgs = splitWords(optionsOf(request.getInfo())["nodeargs"]);
    const child = startChild(call, process.execPath, [...nodeArgs, runner, folder, ...request.getArgsList()], {
      cwd: request.getPwd(),
      env: Object.fromEntries(request.getEnvList().map(pair)),
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout?.on("data", (bytes) => call.write(new RunPluginResponse().setStdout(bytes)));
    child.stderr?.on("data", (bytes) => call.write(new RunPluginResponse().setStderr(bytes)));
    child.once("error", (error) => call.destroy(error));
    child.once("close", (code) => call.end(void call.write(new RunPluginResponse().setExitcode(code ?? 1))));
  } catch (error) {
    call.destroy(error);
  }
};

/** `NAME=value` in its two parts. */
function pair(/** @type {string} */ text) {
  const equals = text.indexOf("=");
  return [text.slice(0, equals), text.slice(equals + 1)];
}
