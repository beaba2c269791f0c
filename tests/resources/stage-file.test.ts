import { describe, expect, test } from "vitest";
import { unknownValue, validate } from "../../provider/resource";
import { stageFile } from "../../provider/resources";
import { aFile, anotherFile } from "./stage-examples";

type Written = Record<string, unknown>;

const at = (path: string) => ({ stage: "db.s.code", name: `"${path.replaceAll('"', '""')}"` });

function checked(written: Written): Written {
  const { values, problems } = validate(stageFile, written);
  expect(problems).toEqual([]);
  return values;
}

function planned(before: Written | undefined, after: Written): string[] {
  const steps = stageFile.lifecycle?.plan(before && checked(before), checked(after)) ?? [];
  return steps.map(({ statement }) => statement.redacted);
}

describe("a preview shows of a file", () => {
  const load = { ...at("scripts/load.py"), ...aFile };
  const put = (rest: string) => `PUT 'file://${aFile.source}' '@DB.S.CODE/scripts' ${rest}`;

  test.each<[string, Written, string[]]>([
    ["its upload, from where the program has it", load, [put("AUTO_COMPRESS = FALSE OVERWRITE = TRUE")]],
    [
      "what it is uploaded with",
      { ...load, autoCompress: true, parallel: 8 },
      [put("AUTO_COMPRESS = TRUE PARALLEL = 8 OVERWRITE = TRUE")],
    ],
    [
      "its refresh of the directory table",
      { ...load, refreshDirectory: true },
      [put("AUTO_COMPRESS = FALSE OVERWRITE = TRUE"), "ALTER STAGE DB.S.CODE REFRESH SUBPATH = 'scripts'"],
    ],
    [
      "its name alone, if the program says its content",
      { ...at("it's.txt"), hash: aFile.hash },
      ["PUT 'file://it''s.txt' '@DB.S.CODE' AUTO_COMPRESS = FALSE OVERWRITE = TRUE"],
    ],
    [
      "a placeholder for a stage that is not known yet",
      { ...load, stage: unknownValue },
      [`PUT 'file://${aFile.source}' '@<stage>' AUTO_COMPRESS = FALSE OVERWRITE = TRUE`],
    ],
  ])("%s", (_, written, statements) => {
    expect(planned(undefined, written)).toEqual(statements);
  });

  test.each<[string, Written, Written, string[]]>([
    ["nothing, if nothing has changed", load, load, []],
    [
      "its upload, if the content has changed",
      load,
      { ...load, ...anotherFile },
      [`PUT 'file://${anotherFile.source}' '@DB.S.CODE/scripts' AUTO_COMPRESS = FALSE OVERWRITE = TRUE`],
    ],
    [
      "its upload and removal, if it moves",
      load,
      { ...load, ...at("load.py") },
      [
        `PUT 'file://${aFile.source}' '@DB.S.CODE' AUTO_COMPRESS = FALSE OVERWRITE = TRUE`,
        "REMOVE '@DB.S.CODE/scripts/load.py' PATTERN = '(.*/)?scripts/load\\\\.py'",
      ],
    ],
  ])("%s", (_, before, after, statements) => {
    expect(planned(before, after)).toEqual(statements);
  });
});

describe("a file is refused with", () => {
  test.each<[Written, string, string]>([
    [{ ...at("/etc/a"), ...aFile }, "path", "begins with a slash"],
    [{ ...at("etc/"), ...aFile }, "path", "that is a folder"],
    [{ ...at("a//b"), ...aFile }, "path", "no folders to go up or stay in"],
    [{ ...at("../a"), ...aFile }, "path", "no folders to go up or stay in"],
    [{ ...at("a/./b"), ...aFile }, "path", "no folders to go up or stay in"],
    [{ ...at("a*"), ...aFile }, "path", "holds *"],
    [{ ...at('a"b'), ...aFile }, "path", 'holds "'],
    [{ ...at("a\\b"), ...aFile }, "path", "holds \\"],
    [{ ...at("a.csv.gz"), ...aFile, autoCompress: true }, "path", "compressed already"],
    [{ ...at("a.csv.xz"), ...aFile }, "path", "does not take"],
    [{ ...at("a\nb"), ...aFile }, "name", "control character"],
    [{ ...at("a".repeat(256)), ...aFile }, "name", "has 256 characters; a name has at most 255"],
    [{ ...at(""), ...aFile }, "name", "cannot be empty"],
    [at("a"), "hash", "needs content"],
    [{ ...at("a"), ...aFile, hash: "abc" }, "hash", "is not a SHA-256"],
    [{ ...at("a"), ...aFile, stage: "s.code" }, "stage", "names no database"],
    [{ ...at("a"), ...aFile, stage: "code" }, "stage", 'give the Stage itself, "DATABASE.SCHEMA.code"'],
    [{ ...at("a"), ...aFile, stage: "a.b.c.d" }, "stage", "a stage's name has three, DATABASE.SCHEMA.STAGE"],
    [{ ...at("a"), ...aFile, database: "other" }, "stage", "stands in database DB, but database says OTHER"],
    [{ ...at("a"), ...aFile, parallel: 100 }, "parallel", "at most 99"],
  ])("%o", (written, path, words) => {
    const { problems } = validate(stageFile, written);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message).toContain(words);
  });
});
