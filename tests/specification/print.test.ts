import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import {
  canonicalSpecification,
  equalSpecification,
  parseSpecification,
  printJson,
  printYaml,
  reportedSpecification,
} from "../../provider/specification";
import { anySpecification, reordered, shuffled } from "./any-specification";

const echo = {
  spec: {
    containers: [{ name: "echo", image: "/db/s/r/echo", env: { PRICE: "$$5", HELLO: "{{ name }}", ON: "yes" } }],
  },
};

describe("a printed specification", () => {
  test("as JSON holds no dollar and no template, and reads as the same", () => {
    const text = printJson(echo);
    expect(text).not.toContain("$");
    expect(text).not.toContain("{{");
    expect(JSON.parse(text)).toEqual(echo);
  });

  test("as YAML reads like what people write", () => {
    expect(printYaml(echo).split("\n")).toEqual([
      "spec:",
      "  containers:",
      "    - name: echo",
      "      image: /db/s/r/echo",
      "      env:",
      "        PRICE: $$5",
      '        HELLO: "{{ name }}"',
      '        "ON": "yes"',
      "",
    ]);
  });

  test("parses back to an equal one, hostile texts and all", () => {
    fc.assert(
      fc.property(anySpecification, (specification) => {
        const { problems, specification: checked } = parseSpecification(specification);
        expect(problems).toEqual([]);
        if (checked === undefined) throw new Error("nothing was read");
        for (const text of [printJson(checked), printYaml(checked)]) {
          const read = parseSpecification(text);
          expect(read.problems).toEqual([]);
          expect(read.specification).toEqual(checked);
        }
        expect(printJson(checked)).not.toMatch(/\$|\{\{|\{%|\{#/);
        expect(reportedSpecification(`---\n${printYaml(checked)}`)).toEqual(checked);
      }),
      { numRuns: 25 },
    );
  });

  test("is equal in any format, with keys and sets in any order", () => {
    const format = fc.constantFrom<(value: unknown) => string>(
      (value) => JSON.stringify(value),
      (value) => JSON.stringify(value, null, "\t"),
      (value) => stringify(value, { indent: 4, defaultStringType: "QUOTE_SINGLE", collectionStyle: "flow" }),
      (value) => stringify(value, { indentSeq: false, defaultStringType: "QUOTE_DOUBLE", lineWidth: 0 }),
    );
    fc.assert(
      fc.property(anySpecification, format, fc.infiniteStream(fc.nat()), (specification, print, numbers) => {
        const random = (size: number) => (numbers.next().value ?? 0) % size;
        const { containers, endpoints = [], volumes = [] } = specification.spec;
        const moved = reordered(
          {
            ...specification,
            spec: {
              ...specification.spec,
              containers: shuffled(containers, random).map((one) => ({
                ...one,
                ...(one.volumeMounts && { volumeMounts: shuffled(one.volumeMounts, random) }),
                ...(one.secrets && { secrets: shuffled(one.secrets, random) }),
              })),
              endpoints: shuffled(endpoints, random),
              volumes: shuffled(volumes, random),
            },
            serviceRoles: shuffled(specification.serviceRoles ?? [], random),
          },
          random,
        );
        const read = parseSpecification(print(moved));
        expect(read.problems).toEqual([]);
        expect(canonicalSpecification(read.specification as never)).toEqual(canonicalSpecification(specification));
        expect(equalSpecification(read.specification as never, specification)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("in canonical form is a specification without problems, and stays as it is", () => {
    fc.assert(
      fc.property(anySpecification, (specification) => {
        const canonical = canonicalSpecification(specification);
        expect(parseSpecification(canonical)).toEqual({ specification: canonical, problems: [] });
        expect(JSON.stringify(canonicalSpecification(canonical))).toBe(JSON.stringify(canonical));
      }),
    );
  });
});
