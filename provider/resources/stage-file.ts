import { z } from "zod";
import { type Definition, defineResource, rule } from "../resource/definition";
import { same } from "../resource/equal";
import { boolean, integer, text } from "../resource/forms";
import { safe } from "../resource/plan";
import { fileLifecycle } from "./stage-file-lifecycle";
import { problemOfPath } from "./stage-file-path";
import { placeOfFile } from "./stage-file-place";
import { pathOfName, putStep, removeStatement } from "./stage-file-statements";

const recorded = { source: "nowhere", change: "creation" } as const;

/** A file on an internal stage. Its name is its path. */
export const stageFile = defineResource({
  kind: "StageFile",
  noun: "FILE",
  plural: "FILES",
  scope: "stage",
  page: "https://docs.snowflake.com/en/sql-reference/sql/put",
  properties: {
    /** SHA-256 of the content, in hexadecimal digits: what is compared, and all of the content that the state holds. @defaultValue required */
    hash: text(
      {
        source: "nowhere",
        onChange: ({ all, reason }) => {
          const changed = ["hash", "autoCompress"].filter((key) => !same(all.before[key], all.after[key]));
          return [putStep(all.after, reason, changed)];
        },
      },
      z.string().regex(/^[0-9a-f]{64}$/, { error: "is not a SHA-256 in hexadecimal digits" }),
    ),
    /** Path of the file that holds the content, below the program's folder. @defaultValue none: the program says the content itself */
    source: text(recorded),
    /** Whether the file is compressed with gzip on its way; its name then ends in `.gz`. @defaultValue false */
    autoCompress: boolean({
      source: "nowhere",
      change: (before = false, after = false) => (before === after ? "creation" : "alter"),
      onChange: ({ all, reason }) => [
        ...(same(all.before["hash"], all.after["hash"]) ? [putStep(all.after, reason, ["autoCompress"])] : []),
        safe(removeStatement(placeOfFile(all.before)), reason, ["autoCompress"]),
      ],
    }),
    /** Threads that upload a large file, 1 to 99. @defaultValue 4 */
    parallel: integer(z.int().min(1).max(99), recorded),
    /** Whether the stage's directory table is refreshed when the file comes and goes. @defaultValue false */
    refreshDirectory: boolean(recorded),
  },
  rules: [
    rule(["path", "name", "autoCompress"], ({ name, autoCompress }) =>
      name === undefined ? undefined : problemOfPath(pathOfName(String(name)), autoCompress),
    ),
    rule(["hash"], ({ hash }) => (hash === undefined ? "is missing: a StageFile needs content" : undefined)),
  ],
  lifecycle: fileLifecycle((): Definition => stageFile),
});
