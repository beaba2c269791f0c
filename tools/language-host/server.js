/**
 * A Pulumi language host for Node.js. The CLI starts it under the name `pulumi-language-nodejs`, reads a port from the
 * first line of its output, and asks over gRPC for programs to be run.
 *
 * The messages come from the `@pulumi/pulumi` beside this file (the checkout's), so that the host starts before a program
 * has installed anything. The program itself runs with the `@pulumi/pulumi` found from its own folder.
 */
const grpc = require("@grpc/grpc-js");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
const { endChildren } = require("./children");
const { service } = require("./service");

const LARGEST_MESSAGE = 400 * 1024 * 1024;

const engine = process.argv.at(-1) ?? "";
const server = new grpc.Server({
  "grpc.max_receive_message_length": LARGEST_MESSAGE,
  "grpc.max_send_message_length": LARGEST_MESSAGE,
});
server.addService(LanguageRuntimeService, service(engine));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});

function stop() {
  endChildren();
  process.exit(0);
}
process.on("SIGINT", stop);
process.on("SIGTERM", stop);

// The CLI holds the other end of this pipe: when it closes, the CLI is gone. A program's RunPlugin has no such pipe.
if (require("node:fs").fstatSync(0).isFIFO()) process.stdin.on("end", stop).resume();
