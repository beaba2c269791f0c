const { RunResponse } = require("@pulumi/pulumi/proto/language_pb");
const { startChild } = require("./children");
const { optionsOf, resolveFrom, splitWords } = require("./program");

/** The runner ends with this code when it has shown the program's error itself. */
const ERROR_WAS_SHOWN = 32;

/**
 * Runs a Pulumi program to its end.
 *
 * @param {string} engine
 * @param {import("@pulumi/pulumi/proto/language_pb").RunRequest} request
 * @param {any} call
 * @returns {Promise<RunResponse>}
 */
exports.runProgram = (engine, request, call) => {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() || request.getPwd();
  const options = optionsOf(info);
  const child = startChild(call, process.execPath, command(engine, request, folder, options), {
    cwd: folder,
    env: environment(request, options),
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(outcome(code, signal)));
  });
};

/** @type {(engine: string, request: any, folder: string, options: Record<string, unknown>) => string[]} */
function command(engine, request, folder, options) {
  return [
    // One word: the runner switches its own handling of ES modules off when it sees a bare `--require`.
    `--require=${require.resolve("./plain-errors")}`,
    ...splitWords(options["nodeargs"]),
    resolveFrom(folder, "@pulumi/pulumi/cmd/run"),
    ...["--monitor", request.getMonitorAddress(), "--engine", engine],
    ...["--organization", request.getOrganization(), "--project", request.getProject(), "--stack", request.getStack()],
    ...["--root-directory", request.getInfo()?.getRootDirectory() || folder, "--pwd", folder],
    ...(request.getDryrun() ? ["--dry-run"] : []),
    ...["--parallel", String(request.getParallel())],
    request.getInfo()?.getEntryPoint() || request.getProgram() || ".",
    ...request.getArgsList(),
  ];
}

/** @type {(request: any, options: Record<string, unknown>) => NodeJS.ProcessEnv} */
function environment(request, options) {
  /** @type {[string, string][]} */
  const config = request.getConfigMap().toArray();
  return {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config.map(([key, value]) => [configKey(key), value]))),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    ...(options["typescript"] !== false && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
    ...(options["tsconfig"] !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: String(options["tsconfig"]) }),
  };
}

/** `ns:name` as the SDK reads it: `ns:config:name`. */
function configKey(/** @type {string} */ key) {
  const colon = key.indexOf(":");
  return colon < 0 ? key : `${key.slice(0, colon)}:config:${key.slice(colon + 1)}`;
}

/** @type {(code: number | null, signal: string | null) => RunResponse} */
function outcome(code, signal) {
  if (code === 0) return new RunResponse();
  if (code === ERROR_WAS_SHOWN) return new RunResponse().setBail(true);
  return new RunResponse().setError(
    signal ? `Program was ended by ${signal}` : `Program exited with non-zero exit code: ${code}`,
  );
}
