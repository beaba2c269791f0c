import { readFile } from "node:fs/promises";
import * as pulumi from "@pulumi/pulumi";
import { bodyOfFile } from "../provider/resources/body-file";

/**
 * The text of a file with code, relative to the folder that the program runs in.
 *
 * @param what - What the code is for, for errors.
 * @throws pulumi.RunError if it cannot be read.
 */
export function bodyOf(what: string, file: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(file).apply(async (path) => {
    try {
      return bodyOfFile(await readFile(path, "utf8"));
    } catch (error) {
      const { message } = error as Error;
      throw new pulumi.RunError(
        `${what}: bodyFile ${JSON.stringify(path)} cannot be read from ${process.cwd()}: ${message}`,
      );
    }
  });
}
