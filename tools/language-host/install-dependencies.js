const { existsSync } = require("node:fs");
const path = require("node:path");
const { InstallDependenciesResponse } = require("@pulumi/pulumi/proto/language_pb");
const { startChild } = require("./children");
const { optionsOf } = require("./program");

/** @type {readonly [file: string, manager: string][]} */
const LOCK_FILES = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
];

/**
 * Installs a program's packages with its package manager: the one that `runtime.options.packagemanager` names, else the
 * one whose lock file is there, else npm.
 *
 * @param {any} call
 */
exports.installDependencies = (call) => {
  /** @type {import("@pulumi/pulumi/proto/language_pb").InstallDependenciesRequest} */
  const request = call.request;
  const folder = request.getDirectory();
  const manager =
    optionsOf(request.getInfo())["packagemanager"] ??
    LOCK_FILES.find(([file]) => existsSync(path.join(folder, file)))?.[1] ??
    "npm";
  call.write(new InstallDependenciesResponse().setStdout(Buffer.from("Installing dependencies...\n\n")));
  const child = startChild(call, manager, ["install"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout?.on("data", (bytes) => call.write(new InstallDependenciesResponse().setStdout(bytes)));
  child.stderr?.on("data", (bytes) => call.write(new InstallDependenciesResponse().setStderr(bytes)));
  child.once("error", (error) => call.destroy(new Error(`Cannot run ${manager}: ${error.message}`)));
  child.once("close", (code) => {
    if (code !== 0) return call.destroy(new Error(`${manager} install ended with code ${code}`));
    call.write(new InstallDependenciesResponse().setStdout(Buffer.from("Finished installing dependencies\n\n")));
    call.end();
  });
};
