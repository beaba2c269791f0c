import { beforeEach, describe, expect, test } from "vitest";
import { commonPrefix, Listings } from "../../provider/client/listings";
import { raw, sql } from "../../provider/sql";

let sent: string[];
let listings: Listings;
beforeEach(() => {
  sent = [];
  listings = new Listings(
    async ({ statement }) => {
      sent.push(statement.text);
      return [];
    },
    () => {},
  );
});

const all = { container: "WAREHOUSES", statement: raw("SHOW WAREHOUSES") };

function seek(name: string) {
  const narrow = (paths: readonly (readonly string[])[]) => {
    const prefix = commonPrefix(paths.flat());
    return prefix === "" ? undefined : sql`SHOW WAREHOUSES STARTS WITH ${prefix}`;
  };
  return listings.fresh({ ...all, sought: { path: [name], narrow } });
}

describe("what a burst of callers looks for", () => {
  test.each([
    ["one name", ["LOADING"], "SHOW WAREHOUSES STARTS WITH 'LOADING'"],
    ["names that start alike", ["LOAD_EU", "LOAD_US", "LOAD_"], "SHOW WAREHOUSES STARTS WITH 'LOAD_'"],
    ["names with nothing in common", ["LOADING", "REPORTS"], "SHOW WAREHOUSES"],
    ["names whose first character differs in its second half alone", ["\u{1F600}", "\u{1F601}"], "SHOW WAREHOUSES"],
  ])("is listed, and no more than that: %s", async (_, names, statement) => {
    await Promise.all(names.map(seek));
    expect(sent).toEqual([statement]);
  });

  test.each(["fresh", "shared"] as const)("is everything if one of them asks for a whole %s listing", async (how) => {
    await Promise.all([seek("LOADING"), listings[how](all)]);
    expect(sent).toEqual(["SHOW WAREHOUSES"]);
  });

  test("does not answer who asks for everything later", async () => {
    await seek("LOADING");
    await listings.shared(all);
    expect(sent).toEqual(["SHOW WAREHOUSES STARTS WITH 'LOADING'", "SHOW WAREHOUSES"]);
  });
});
