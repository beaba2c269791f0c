const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
const language = require("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { installDependencies } = require("./install-dependencies");
const { programDependencies } = require("./program-dependencies");
const { runPlugin } = require("./run-plugin");
const { runProgram } = require("./run-program");

/**
 * What the host answers. Methods that are missing here (code generation, packing) are unimplemented to the CLI.
 *
 * @param {string} engine - The engine's gRPC address.
 */
exports.service = (engine) => ({
  handshake: answer(() => new language.LanguageHandshakeResponse()),
  getPluginInfo: answer(() => new PluginInfo().setVersion(process.version)),
  getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
  about: answer(() => new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  getProgramDependencies: answer(programDependencies),
  runtimeOptionsPrompts: answer(() => new language.RuntimeOptionsResponse()),
  template: answer(() => new language.TemplateResponse()),
  // The CLI follows this with SIGINT once it has what it waits for.
  cancel: answer(() => new Empty()),
  run: answer((request, call) => runProgram(engine, request, call)),
  installDependencies,
  runPlugin,
});

/**
 * A unary method from a function that returns the response, or a promise of one.
 *
 * @param {(request: any, call: any) => any} respond
 */
function answer(respond) {
  /** @type {import("@grpc/grpc-js").handleUnaryCall<any, any>} */
  const method = async (call, callback) => {
    try {
      callback(null, await respond(call.request, call));
    } catch (error) {
      callback(/** @type {Error} */ (error));
    }
  };
  return method;
}
