import { expect, test } from "vitest";
import { z } from "zod";
import { createStatements, defineResource, updateStatements, validate } from "../../provider/resource";
import { clause, text } from "../../provider/resource/forms";
import { parseIdentifier, sql } from "../../provider/sql";

const vault = defineResource({
  kind: "Vault",
  noun: "VAULT",
  plural: "VAULTS",
  scope: "account",
  page: "",
  properties: {
    password: text({ secret: true }),
    key: clause(z.string().max(7), (value) => sql`KEY ${value}`, {
      secret: true,
      clause: (value) => sql`WITH KEY ${value}`,
      place: "tail",
    }),
  },
  rules: [],
});

const name = [parseIdentifier("v")];

test("a secret is sent, and shown nowhere", () => {
  const steps = [
    ...createStatements(vault, { name: "V", password: "hunter2", key: "hunter3" }),
    ...updateStatements(vault, name, { name: "V" }, { name: "V", password: "hunter4", key: "hunter5" }),
  ];
  expect(steps.map(({ statement }) => statement.text).join()).toMatch(/hunter2.*hunter3.*hunter4.*hunter5/s);
  expect(
    JSON.stringify(steps.map(({ statement, reason }) => [statement.redacted, `${statement}`, reason])),
  ).not.toContain("hunter");
});

test("a secret of a wrong form is refused without being repeated", () => {
  const { problems } = validate(vault, { name: "v", password: 4711, key: "hunter22" });
  expect(problems.map(({ path }) => path)).toEqual(["password", "key"]);
  expect(JSON.stringify(problems)).not.toMatch(/hunter|4711/);
});
