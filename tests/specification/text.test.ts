import { describe, expect, test } from "vitest";
import { parseSpecification, reportedSpecification } from "../../provider/specification";

const echo = { spec: { containers: [{ name: "echo", image: "/db/s/r/echo", env: { PORT: "8000" } }] } };

describe("the text of a specification", () => {
  test.each<[string, string]>([
    ["YAML", "spec:\n  containers:\n  - name: echo\n    image: /db/s/r/echo\n    env: {PORT: '8000'}\n"],
    [
      "YAML with Windows' line ends",
      "spec:\r\n  containers:\r\n  - name: echo\r\n    image: /db/s/r/echo\r\n    env: {PORT: '8000'}\r\n",
    ],
    ["a marked document", "---\nspec: {containers: [{name: echo, image: /db/s/r/echo, env: {PORT: '8000'}}]}\n...\n"],
    ["JSON", JSON.stringify(echo)],
    ["JSON on many lines, with tabs", JSON.stringify(echo, null, "\t")],
    [
      "comments and anchors",
      "spec: # all\n  containers:\n  - &a !!map\n    name: echo\n    image: &i /db/s/r/echo\n    env: {PORT: &p '8000'}\n    command:\n    args: ~\n",
    ],
    [
      "aliases and merges",
      'spec:\n  containers:\n  - <<: &base {name: "x", image: /db/s/r/echo}\n    name: echo\n    env: {PORT: "8000"}\n',
    ],
  ])("may be %s", (_, text) => {
    expect(parseSpecification(text)).toEqual({ specification: echo, problems: [] });
  });

  test.each<[string, string, string[]]>([
    ["empty text", "", ["is empty; write spec with containers"]],
    ["nothing but a comment", "# later\n", ["is empty; write spec with containers"]],
    ["words", "echo", ['"echo" is text; an object is expected']],
    [
      "an open list",
      "spec:\n  containers: [1,\n  endpoints: 5\n",
      [
        'is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ] (line 3, column 3: "endpoints: 5")',
      ],
    ],
    [
      "tabs",
      "spec:\n\tcontainers: 1\n",
      ['is not YAML: Tabs are not allowed as indentation (line 2, column 1: "containers: 1")'],
    ],
    [
      "keys that stand twice",
      "spec:\n  containers:\n  - name: echo\n    image: /a/b/c/d\n    image: /a/b/c/e\n    name: x\n",
      ["has image twice in one object (line 5)", "has name twice in one object (line 6)"],
    ],
    [
      "several documents",
      "spec: {}\n---\nspec: {}\n",
      ["holds several documents; a specification is one, so take out what follows --- (line 2)"],
    ],
    ["an alias of nothing", "spec: *base\n", ["*base is no anchor; write &base before what it means (line 1)"]],
    ["an alias inside of what it means", "spec: &a\n  x: *a\n", ["*a stands inside of what it means (line 2)"]],
    [
      "tags of programs",
      "spec: !!js/function 'x'\n",
      ["is not YAML: Unresolved tag: tag:yaml.org,2002:js/function (line 1, column 7: \"spec: !!js/function 'x'\")"],
    ],
    [
      "bytes",
      "spec: !!binary aGk=\n",
      ["holds a value with the tag tag:yaml.org,2002:binary, which a specification cannot have (line 1)"],
    ],
    [
      "a template",
      "spec:\n  containers:\n  - image: {{ image }}\n",
      ["has {{ … }}, so it is a template, which needs values for its variables (line 3)"],
    ],
    ["lists as keys", "? [a]\n: 1\n", ["has a key that is not a word (line 1)"]],
  ])("is refused if it is %s", (_, text, messages) => {
    const { specification, problems } = parseSpecification(text);
    expect(specification).toBeUndefined();
    expect(problems.map(({ message }) => message)).toEqual(messages);
  });

  test("is refused in a moment if anchors repeat one another without end", () => {
    const names = [..."abcdefghijkl"];
    const lines = names.map((name, index) => {
      const inside = index === 0 ? "x" : `*${names[index - 1]}`;
      return `${name}: &${name} [${Array<string>(10).fill(inside).join(", ")}]`;
    });
    expect(
      parseSpecification(lines.join("\n")).problems.map(({ message }) => message.replace(/line \d+/, "line n")),
    ).toEqual(["holds too much, or anchors that repeat one another too often (line n)"]);
  });

  test("names the place and the line of each problem, from the top down", () => {
    const text = [
      "spec:",
      "  containers:",
      "  - name: Echo",
      "    image: nginx:latest",
      "    env:",
      "      PORT: 8000",
      "    readinessProbe:",
      "      port: 8000",
      "    volumeMounts: [{name: data, mountPath: /data}]",
      "  endpoint: []",
      "serviceRoles:",
      "- name: users",
      "  endpoints: [ui]",
    ].join("\n");
    expect(parseSpecification(text).problems.map(({ path, line }) => [path, line])).toEqual([
      ["spec.containers[0].name", 3],
      ["spec.containers[0].image", 4],
      ["spec.containers[0].env.PORT", 6],
      ["spec.containers[0].readinessProbe.path", 7],
      ["spec.containers[0].volumeMounts[0].name", 9],
      ["spec.endpoint", 10],
      ["serviceRoles[0].endpoints[0]", 13],
    ]);
    expect(parseSpecification(text).problems[2]?.message).toBe(
      "is a number; environment variables are text: put the value in quotes (line 6)",
    );
  });

  test.each([
    'spec:\n  containers:\n  - name: a\n    env:\n      PASSWORD: "s3cret"x\n',
    "spec:\n  containers:\n  - name: a\n    env:\n      PASSWORD: |\n        x\n       s3cret: [\n",
    "spec:\n  containers:\n  - name: a\n    env: {PASSWORD: s3cret, [}\n",
    "spec:\n  containers:\n  - env:\n      PASSWORD: s3cret\n      PASSWORD: s3cret\n",
    '{"spec": {"containers": [{"env": {"PASSWORD": "s3cret"x}}]}}',
    '{\n"spec": {"containers": [{"env": {\n"PASSWORD": "s3cret"x\n}}]}}',
    "spec:\n  containers:\n  - name: a\n    env:\n      PASSWORD: [s3cret]\n",
    "spec:\n  containers:\n  - name: a\n    env: s3cret\n    args: s3cret\n    command: [{a: s3cret}]\n",
  ])("does not let the value of a variable into a message: %j", (text) => {
    const { problems } = parseSpecification(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain("s3cret");
  });

  test("takes whole numbers of variables as they are written, where that is asked for", () => {
    const text = "spec:\n  containers:\n  - name: echo\n    image: /db/s/r/echo\n    env: {PORT: 8000}\n";
    expect(parseSpecification(text, { numbersInEnv: "text" })).toEqual({ specification: echo, problems: [] });
    for (const value of ["8000.0", "0x10", "007", "1e3", "true"]) {
      const { problems } = parseSpecification(text.replace("8000", value), { numbersInEnv: "text" });
      expect(problems.map(({ path }) => path)).toEqual(["spec.containers[0].env.PORT"]);
    }
  });
});

describe("a reported specification", () => {
  test("is read from the cell of DESCRIBE SERVICE", () => {
    const cell =
      '---\nspec:\n  containers:\n  - name: "echo"\n    image: "/db/s/r/echo"\n    env:\n      PORT: "8000"\n';
    expect(reportedSpecification(cell)).toEqual(echo);
  });

  test.each([null, undefined, "", "---\n", "a: [", "5", "other: 1"])("is absent if the cell is %j", (cell) => {
    expect(reportedSpecification(cell)).toBeUndefined();
  });
});
