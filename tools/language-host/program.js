const { createRequire } = require("node:module");
const path = require("node:path");

/**
 * The `runtime.options` of Pulumi.yaml.
 *
 * @param {import("@pulumi/pulumi/proto/language_pb").ProgramInfo | undefined} info
 * @returns {Record<string, any>}
 */
exports.optionsOf = (info) => info?.getOptions()?.toJavaScript() ?? {};

/**
 * The file behind a module's name, as a program in that folder would find it.
 *
 * @param {string} folder
 * @param {string} name
 */
exports.resolveFrom = (folder, name) => {
  try {
    return createRequire(path.join(folder, "program.js")).resolve(name);
  } catch {
    throw new Error(`Cannot find ${name} from ${folder}. Have its packages been installed (npm install)?`);
  }
};

/**
 * Splits a command line at blanks; quotes keep blanks together.
 *
 * @param {unknown} line
 */
exports.splitWords = (line) =>
  (String(line ?? "").match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((word) => word.replace(/["']/g, ""));
