import { createRequire } from "node:module";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { packageVersion } from "../provider/dynamic/package-version";

/** The program's folder: the language host goes there before it loads the program, which may go elsewhere later. */
const programFolder = currentFolder();
let isReachable: boolean | undefined;

/**
 * The text in state is run by a process of the engine's, which looks for this package from the program's folder. Where another
 * package alone depends on it, strict package managers (pnpm) put it out of reach there, and Node's own words do not say why.
 *
 * @throws pulumi.RunError that says what to add where.
 */
export function refuseUnreachable(): void {
  // Set where the CLI runs a program. Unit tests have no such process, and that of an inline program of the Automation API
  // starts in a folder that is not told.
  if (process.env["PULUMI_NODEJS_MONITOR"] === undefined || programFolder === undefined) return;
  isReachable ??= isFoundFrom(programFolder);
  if (isReachable) return;
  throw new pulumi.RunError(
    `pulumi-dynamic-snowflake is not found from the program's folder, ${programFolder}, where Pulumi looks for it to create, refresh ` +
      "and delete resources; that a library of the program depends on it is not enough. Add " +
      `"pulumi-dynamic-snowflake": "^${packageVersion()}" to the dependencies in the program's own package.json, and install.`,
  );
}

/** A file of that folder asks: from here, the package would find itself. */
function isFoundFrom(folder: string): boolean {
  try {
    createRequire(path.join(folder, "program.js")).resolve("pulumi-dynamic-snowflake/runtime");
    return true;
  } catch {
    return false;
  }
}

function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    // It has been deleted.
    return undefined;
  }
}
