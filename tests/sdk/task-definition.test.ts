import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, describe, expect, test } from "vitest";
import { type TaskDefinitionArgs, writtenDefinition } from "../../sdk/task-definition";

const folder = mkdtempSync(join(tmpdir(), "handlers-"));
const file = join(folder, "load.py");
writeFileSync(file, "def run(session):\n    return 'done'\n");
afterAll(() => rmSync(folder, { recursive: true }));

/** A definition as the provider gets it, once everything is known. */
async function settled(written: TaskDefinitionArgs): Promise<unknown> {
  const found = pulumi.output(writtenDefinition("Task t: definition", written)) as pulumi.Output<unknown>;
  return new Promise((resolve) => found.apply(resolve));
}

const python = { language: "python", handler: "run", runtimeVersion: "3.12" } as const;

describe("a procedure that stands in a task", () => {
  test("has its code from a file", async () => {
    const bodyFile = relative(process.cwd(), file);
    expect(await settled({ procedure: { ...python, bodyFile } })).toEqual({
      procedure: { ...python, body: expect.stringContaining("return 'done'") },
    });
  });

  test("is refused with code and a file", () => {
    const both = { procedure: { ...python, body: "pass", bodyFile: file } };
    expect(() => writtenDefinition("Task t: definition", both)).toThrow(
      "Task t: definition: bodyFile cannot go together with body; leave one of them out",
    );
  });

  test("is left as it is without a file", async () => {
    const written = { procedure: { ...python, body: "pass" } };
    expect(await settled(written)).toEqual(written);
  });
});
