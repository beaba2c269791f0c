import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import { parseSpecification, readTemplate, renderTemplate, templateProblems } from "../../provider/specification";

describe("a template", () => {
  test.each<[string, [string, boolean][], boolean]>([
    ["no variable {a} } }} here", [], true],
    ["{{ a }}", [["a", false]], true],
    [
      "{{a}}{{ B }}{{\n a\t}}",
      [
        ["a", false],
        ["B", false],
      ],
      true,
    ],
    [
      "{{ a | default('x') }}{{ b|default( \"}}\" ,true)}}",
      [
        ["a", true],
        ["b", true],
      ],
      true,
    ],
    [
      "{{ a | default(8080, false) }}{{ b | default(true) }}",
      [
        ["a", true],
        ["b", true],
      ],
      true,
    ],
    ["{{ a | default('x') }} {{ a }}", [["a", false]], true],
    [
      "{{ a }} {% if b %}{{ c }}{% endif %}",
      [
        ["a", false],
        ["c", false],
      ],
      false,
    ],
    ["{{ a }} {# b #}", [["a", false]], false],
    ["{{ a | upper }}", [], false],
    ["{{- a -}}", [], false],
    ["{{ a.b }}", [], false],
    ["{{ a", [], false],
    ["{{ a | default('\\x41') }}", [], false],
  ])("%j names its variables", (text, variables, understood) => {
    expect(readTemplate(text)).toEqual({
      variables: variables.map(([name, hasDefault]) => ({ name, hasDefault })),
      understood,
    });
  });

  test.each<[string, Record<string, unknown>, string | undefined]>([
    ["image: {{ image }}:{{ tag | default('latest') }}", { image: "/d/s/r/i" }, "image: /d/s/r/i:latest"],
    ["{{ a | default('x', false) }}", { a: "" }, ""],
    ["{{ a | default('x', true) }}", { a: "" }, "x"],
    ["{{ a | default('it\\'s', true) }}", { a: null }, "it's"],
    ["{{ a }} {{ a }}", { a: 8000 }, "8000 8000"],
    ["{{ a }}", { a: false }, "false"],
    ["args: {{ a }}", { a: ["-n", 2] }, 'args: ["-n",2]'],
    ["env: {{ a }}", { a: { P: "1" } }, 'env: {"P":"1"}'],
    ["{{ a }}", { a: "{{ b }} $& $$" }, "{{ b }} $& $$"],
    ["{{ a }}", {}, undefined],
    ["{{ constructor }}", {}, undefined],
    ["{{ a }}", { a: unknownValue }, undefined],
    ["{{ a }}", { a: [unknownValue] }, undefined],
    ["{{ a }}{% raw %}", { a: 1 }, undefined],
    [unknownValue, {}, undefined],
  ])("%j with %j becomes %j", (text, values, rendered) => {
    expect(renderTemplate(text, values)).toBe(rendered);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      "{{ tag_name }} {{ b | default(1) }}",
      { tagname: "x" },
      [
        "tag_name: has no value; the template names it and has no default for it",
        "tagname: is not a variable of the template; did you mean tag_name?",
      ],
    ],
    [
      "{{ a }}",
      { A: 1, a: undefined },
      [
        "a: has no value; the template names it and has no default for it",
        "A: is not a variable of the template; did you mean a?",
      ],
    ],
    ["none", { a: 1 }, ["a: is not a variable of the template; it has none"]],
    ["{{ a }}", { a: unknownValue }, []],
    ["{{ a }}", unknownValue as never, []],
    [unknownValue, { a: 1 }, []],
    ["{% if a %}{{ b }}{% endif %}", { c: 1 }, []],
  ])("%j with %j has its problems", (text, values, problems) => {
    expect(templateProblems(text, values).map(({ path, message }) => `${path}: ${message}`)).toEqual(problems);
  });

  test("becomes a specification in which a port is a port and text", () => {
    const text = [
      "spec:",
      "  containers:",
      "  - name: echo",
      "    image: {{ image_url }}",
      "    env: {{ env }}",
      "    readinessProbe: {port: {{PORT}}, path: /healthcheck}",
      "    args: {{ ARGS }}",
    ].join("\n");
    const values = { image_url: "/d/s/r/i", env: { PORT: 8000 }, PORT: 8000, ARGS: ["-n", "2"] };
    expect(parseSpecification(renderTemplate(text, values), { numbersInEnv: "text" })).toEqual({
      specification: {
        spec: {
          containers: [
            {
              name: "echo",
              image: "/d/s/r/i",
              env: { PORT: "8000" },
              readinessProbe: { port: 8000, path: "/healthcheck" },
              args: ["-n", "2"],
            },
          ],
        },
      },
      problems: [],
    });
  });

  test("never fails, whatever it holds", () => {
    const piece = fc.oneof(
      fc.constantFrom("{{", "}}", "{%", "{#", "'", '"', "|", "default(", ")", "a", " ", "\\"),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((all) => all.join("")),
        (text) => {
          const { variables, understood } = readTemplate(text);
          const rendered = renderTemplate(text, Object.fromEntries(variables.map(({ name }) => [name, "v"])));
          expect(rendered !== undefined).toBe(understood);
        },
      ),
    );
  });
});
