import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import { mermaid } from "../../provider/resources/mermaid";
import type { GraphShape } from "../../provider/resources/task-graph-nodes";

describe("a graph is drawn", () => {
  test("with its branches, conditions, finalizer and suspended tasks", () => {
    const graph: GraphShape = {
      name: "NIGHTLY",
      tasks: {
        extract: { when: "SYSTEM$STREAM_HAS_DATA('S')" },
        check: { after: ["extract"], branches: ["load", "alarm"] },
        load: { after: ["check"] },
        alarm: { after: ["CHECK"], when: "x > 1", started: false },
        report: { after: ["load", "extract"] },
      },
      finalizer: {},
    };
    const lines = [
      "flowchart LR",
      'root["NIGHTLY"]',
      't0["alarm"]',
      't1{"check"}',
      't2["extract"]',
      't3["load"]',
      't4["report"]',
      'finalizer(["finalizer"])',
      't1 -->|"= alarm AND x #62; 1"| t0',
      "t2 --> t1",
      'root -->|"SYSTEM#36;STREAM_HAS_DATA#40;#39;S#39;#41;"| t2',
      't1 -->|"= load"| t3',
      "t2 --> t4",
      "t3 --> t4",
      "root -.-> finalizer",
      "classDef suspended stroke-dasharray:4",
      "class t0 suspended",
    ];
    expect(mermaid(graph).split("\n")).toEqual(lines);
    const tasks = Object.fromEntries(Object.entries(graph.tasks).reverse());
    expect(mermaid({ ...graph, tasks }).split("\n")).toEqual(lines);
  });

  test("as its root alone, if it is empty", () => {
    expect(mermaid({ name: "g", tasks: {} })).toBe('flowchart LR\nroot["g"]');
  });

  test("with suspended root and finalizer", () => {
    const graph = { name: "g", started: false, tasks: {}, finalizer: { name: "clean", started: false } };
    expect(mermaid(graph).split("\n").at(-1)).toBe("class root,finalizer suspended");
  });

  test("without what is not known yet", () => {
    const unknown = unknownValue as never;
    const graph: GraphShape = {
      name: unknown,
      tasks: { a: unknown, b: { after: [unknown], when: unknown }, c: { after: unknown }, d: { after: ["a"] } },
      finalizer: { name: unknown },
    };
    expect(mermaid(graph).split("\n")).toEqual([
      "flowchart LR",
      'root["…"]',
      't0["a"]',
      't1["b"]',
      't2["c"]',
      't3["d"]',
      'finalizer(["…"])',
      "t0 --> t3",
      "root -.-> finalizer",
    ]);
    expect(mermaid({ name: "g", tasks: unknown })).toBe('flowchart LR\nroot["g"]');
  });
});

describe("a label", () => {
  test.each([
    ["load_all", "load_all"],
    ["Füllen 🎉", "Füllen 🎉"],
    ['"]; click root call x()', "#34;#93;#59; click root call x#40;#41;"],
    ["a\r\nb\u2028\tc", "a b c"],
    ["<script>", "#60;script#62;"],
    ["#quot;", "#35;quot#59;"],
    ["`md` _x_ **y**", "#96;md#96; #95;x#95; #42;#42;y#42;#42;"],
    ["1. - x", "1#46; #45; x"],
    ["fa:fa-car $$x$$", "fa#58;fa#45;car #36;#36;x#36;#36;"],
    ["%%{init}%%", "#37;#37;#123;init#125;#37;#37;"],
    ["", "#32;"],
    ["\u202Eevil", "evil"],
  ])("%j is written %s", (text, label) => {
    expect(mermaid({ name: text, tasks: {} })).toBe(`flowchart LR\nroot["${label}"]`);
  });

  test("never ends its own quotes or line, and is read as it was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const [, line = "", ...more] = mermaid({ name: text, tasks: {} }).split("\n");
        expect(more).toEqual([]);
        const label = /^root\["([^"[\](){}<>|;&`$%:\\]|#\d+;)+"\]$/.exec(line);
        expect(label).not.toBeNull();
        const read = line.slice(6, -2).replaceAll(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
        expect(read.trim()).toBe(text.replaceAll(/[\p{C}\p{Z}\s]+/gu, " ").trim());
      }),
    );
  });
});
