import { describe, expect, test } from "vitest";
import { changesOf } from "../../provider/resource";
import { imageRepository } from "../../provider/resources";
import { repositoryUrl } from "../../provider/resources/image-repository-url";
import { canonical, created, edited, problemsOf } from "./plans";

type Written = Record<string, unknown>;

describe("an image repository is created by", () => {
  test.each<[Written, string]>([
    [{}, ""],
    [{ encryption: "snowflake_sse" }, "ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')"],
    [
      { encryption: "SNOWFLAKE_FULL", comment: "it's", tags: { "a.b.c": "1" } },
      "ENCRYPTION = (TYPE = 'SNOWFLAKE_FULL') COMMENT = 'it''s' WITH TAG (A.B.C = '1')",
    ],
  ])("%o", (written, clauses) => {
    expect(created(imageRepository, written)).toEqual([
      `CREATE IMAGE REPOSITORY SCRATCH.PUBLIC.LOADING ${clauses}`.trim(),
    ]);
  });
});

describe("an image repository is changed by", () => {
  test.each<[Written, Written, string[]]>([
    [{ comment: "a" }, { comment: "b" }, ["SET COMMENT = 'b'"]],
    [{ comment: "a" }, {}, ["SET COMMENT = ''"]],
    [{ tags: { "a.b.c": "1" } }, { tags: { "a.b.d": "2" } }, ["SET TAG A.B.D = '2'", "UNSET TAG A.B.C"]],
    [{}, { encryption: "SNOWFLAKE_FULL" }, []],
  ])("%o → %o", (before, after, clauses) => {
    const statements = clauses.map((clause) => `ALTER IMAGE REPOSITORY SCRATCH.PUBLIC.LOADING ${clause}`);
    expect(edited(imageRepository, before, after)).toEqual(statements);
  });

  test("a replacement if the encryption is another", () => {
    const [sse, full] = [canonical(imageRepository, { encryption: "SNOWFLAKE_SSE" }), canonical(imageRepository, {})];
    expect(changesOf(imageRepository, sse, full)).toEqual([{ key: "encryption", effect: "replace" }]);
  });
});

describe("an image repository is refused", () => {
  test.each<[Written, string]>([
    [{ name: '"my images"' }, "name"],
    [{ name: '"images"' }, "name"],
    [{ name: "select" }, "name"],
    [{ schema: 'SCRATCH."raw"' }, "schema"],
    [{ schema: '"my db".RAW' }, "database"],
  ])("with a name that needs quotes: %o", (written, path) => {
    expect(problemsOf(imageRepository, written)).toEqual([
      {
        path,
        message: expect.stringMatching(/^".*" needs quotes\. Image repositories take only names without quotes/),
      },
    ]);
  });

  test("with every such name at once, and a way out for each", () => {
    const problems = problemsOf(imageRepository, { schema: '"my db"."1st schema"', name: '"images"' });
    expect(problems.map(({ path, message }) => [path, /Use a name like "(.*)"$/.exec(message)?.[1]])).toEqual([
      ["database", "MY_DB"],
      ["schema", "_1ST_SCHEMA"],
      ["name", "IMAGES"],
    ]);
  });

  test("with another encryption than the two", () => {
    expect(problemsOf(imageRepository, { encryption: "AES" })).toEqual([
      { path: "encryption", message: '"AES" is not one of SNOWFLAKE_FULL, SNOWFLAKE_SSE' },
    ]);
  });
});

describe("the address of a repository", () => {
  test.each([
    ["Org-Acct.registry.snowflakecomputing.com/DB/S/R", "org-acct.registry.snowflakecomputing.com/db/s/r"],
    ["https://o-a.registry.snowflakecomputing.com/db/s/r", "o-a.registry.snowflakecomputing.com/db/s/r"],
    ["", undefined],
    [null, undefined],
  ])("%j is %j", (cell, url) => {
    expect(repositoryUrl({ repository_url: cell })).toBe(url);
  });
});
