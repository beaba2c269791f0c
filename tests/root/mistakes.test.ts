import { afterAll, beforeAll, expect, test } from "vitest";
import { InvalidArgumentError } from "../../sdk/root";
import { writesOf } from "./kinds";
import { type Stage, startRoot } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await startRoot();
  await stage.sql("CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE TABLE D.S.T (A INT, B INT)");
});
afterAll(() => stage.close());

const schema = () => stage.root.database("D").schema("S");
const table = () => schema().table("T");
// What the types refuse, JavaScript passes.
const any = (value: unknown) => value as never;

test.each<[string, () => Promise<unknown>, string]>([
  ["details for a specification", async () => table().createOrAlter(any(await table().fetch())), "Give toSpec()"],
  ["a reference for a specification", () => schema().tables.create(any(table())), "Give toSpec()"],
  ["no specification", () => table().createOrAlter(any(undefined)), "the specification is an object"],
  ["a list for a specification", () => schema().stages.create(any(["S"])), "the specification is an object"],
  [
    "another word for dataLoss",
    () => table().createOrAlter({ columns: [{ name: "A", type: "int" }] }, { dataLoss: any("yes") }),
    'dataLoss "yes" is not one of refuse, ifEmpty, recoverable, allow',
  ],
  [
    "an option among the properties",
    () => table().createOrAlter(any({ dataLoss: "allow" })),
    "dataLoss: is no property",
  ],
  ["code for what goes along", () => table().drop({ contents: any("cascade; DROP DATABASE D") }), "is neither"],
  ["no place to go to", () => table().rename({}), "say database, or schema, or name"],
  ["a misspelt place", () => table().rename(any({ scheme: "S2" })), "scheme is not one of database, schema, name"],
  ["the place of another kind", () => table().rename(schema()), "D.S is the name of another kind of object"],
  ["no tags", () => table().setTags({}), "No tag is given"],
  ["no tags to take away", () => table().unsetTags([]), "No tag is given"],
])("%s is refused before anything is sent", async (_, call, why) => {
  stage.sent();
  const error = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InvalidArgumentError);
  expect((error as Error).message).toContain(why);
  expect(writesOf(stage.sent())).toEqual([]);
});

test("a reference says where a table goes, its schema included", async () => {
  await stage.sql("CREATE SCHEMA D.OTHER", "CREATE TABLE D.S.GOES (A INT)", "CREATE TABLE D.OTHER.STAYS (B INT)");
  const gone = await schema().table("GOES").rename(stage.root.database("D").schema("OTHER").table("GONE"));
  expect(gone.qualifiedName).toBe("D.OTHER.GONE");
  expect(await gone.exists()).toBe(true);
  await gone.swapWith(stage.root.database("D").schema("OTHER").table("STAYS"));
  expect((await gone.fetch()).columns?.map(({ name }) => name)).toEqual(["B"]);
});
