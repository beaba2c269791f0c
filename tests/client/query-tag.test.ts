import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Operation } from "../../provider/client/client";
import { queryTag } from "../../provider/client/query-tag";

const OPERATION: Operation = { kind: "Warehouse", name: "LOADING", operation: "create" };
const FACTS = { project: "shop", stack: "dev", version: "1.2.3" };

describe("the query tag", () => {
  test("says who sent the statement, and what for", () => {
    expect(JSON.parse(queryTag({ ...FACTS, own: '{"team":"data"}' }, OPERATION))).toEqual({
      team: "data",
      app: "pulumi-dynamic-snowflake",
      version: "1.2.3",
      project: "shop",
      stack: "dev",
      kind: "Warehouse",
      operation: "create",
      name: "LOADING",
    });
  });

  test.each(["plain text", "[1, 2]", '"text"', "{"])("takes %s as one text", (own) => {
    expect(JSON.parse(queryTag({ ...FACTS, own }, OPERATION))).toMatchObject({ tag: own });
  });

  test("does not let the user's keys change ours", () => {
    expect(JSON.parse(queryTag({ ...FACTS, own: '{"kind":"X"}' }, OPERATION))).toMatchObject({ kind: "Warehouse" });
  });

  test("is short enough and JSON, whatever it is made of", () => {
    const long = fc.string({ unit: "grapheme", maxLength: 5_000 });
    fc.assert(
      fc.property(long, long, long, fc.dictionary(fc.string(), long), (project, stack, name, own) => {
        const tag = queryTag({ project, stack, version: "1.2.3", own: JSON.stringify(own) }, { ...OPERATION, name });
        expect(tag.length).toBeLessThanOrEqual(2_000);
        expect(JSON.parse(tag)).toMatchObject({ kind: "Warehouse", operation: "create" });
      }),
      { numRuns: 50 },
    );
  });
});
