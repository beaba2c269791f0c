import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unknownValue } from "../../provider/resource/unknown";
import { childName, type GraphShape, topological } from "../../provider/resources/task-graph-nodes";
import { graphProblems } from "../../provider/resources/task-graph-shape";

describe("a graph is refused for", () => {
  test.each<[string, GraphShape, [string, string][]]>([
    [
      "names that mean the same",
      { tasks: { load: {}, LOAD: {}, '"load"': {} } },
      [["tasks.LOAD", '"LOAD" and "load" are the same name, LOAD; rename one']],
    ],
    [
      "a finalizer named as a task",
      { tasks: { Finalizer: {} }, finalizer: {} },
      [["finalizer.name", '"finalizer" and "Finalizer" are the same name, FINALIZER; rename one']],
    ],
    [
      "a name that is no identifier",
      { tasks: { "a b": {} } },
      [
        [
          "tasks.a b",
          `"a b" is not an identifier: without quotes a name starts with a letter or _ and goes on with letters, digits, _ and $. Write "A_B", or '"a b"' to keep it exactly as it is`,
        ],
      ],
    ],
    [
      "a name that is too long behind the graph's",
      { name: "g".repeat(200), tasks: { ["t".repeat(55)]: {}, ["t".repeat(54)]: {} } },
      [[`tasks.${"t".repeat(55)}`, `"${"G".repeat(20)}…" has 256 characters; a name has at most 255`]],
    ],
    [
      "an unknown task, with the nearest name",
      { tasks: { extract: {}, load: { after: ["extrakt"] } } },
      [["tasks.load.after[0]", '"extrakt" is not a task of the graph; did you mean "extract"?']],
    ],
    [
      "an unknown task, with all there are",
      { tasks: { b: {}, a: { after: ["b", "something"] } } },
      [["tasks.a.after[1]", '"something" is not a task of the graph; it has a, b']],
    ],
    [
      "its own name as a predecessor",
      { name: "nightly", tasks: { a: { after: ["NIGHTLY"] } } },
      [
        [
          "tasks.a.after[0]",
          '"NIGHTLY" is the graph itself; leave it out: a task without after runs right after the root',
        ],
      ],
    ],
    [
      "a task after itself",
      { tasks: { a: { after: ["A"] } } },
      [["tasks.a.after[0]", '"A" is the task itself; leave it out']],
    ],
    [
      "a cycle",
      { tasks: { a: { after: ["b"] }, b: { after: ["a"] } } },
      [["tasks.a.after", "is in a cycle: a -> b -> a; take one of these edges out"]],
    ],
    [
      "each of its cycles, told in the order of running",
      {
        tasks: {
          start: {},
          c: { after: ["b", "start"] },
          b: { after: ["a"] },
          a: { after: ["c"] },
          behind: { after: ["c"] },
          y: { after: ["x"] },
          x: { after: ["y"] },
        },
      },
      [
        ["tasks.a.after", "is in a cycle: a -> b -> c -> a; take one of these edges out"],
        ["tasks.x.after", "is in a cycle: x -> y -> x; take one of these edges out"],
      ],
    ],
    [
      "edges of the finalizer",
      { tasks: { a: {} }, finalizer: { after: ["a"], branches: ["a"] } },
      [
        ["finalizer.after", "cannot be set: the finalizer runs after all other tasks by itself"],
        ["finalizer.branches", "cannot be set: nothing runs after the finalizer"],
      ],
    ],
    [
      "edges to the finalizer",
      { tasks: { a: { after: ["clean"], branches: ["CLEAN"] } }, finalizer: { name: "clean" } },
      [
        ["tasks.a.after[0]", '"clean" is the finalizer, and nothing runs after it; leave it out'],
        ["tasks.a.branches[0]", '"CLEAN" is the finalizer, which runs in any case; leave it out'],
      ],
    ],
    [
      "a branch to a task that does not run after it",
      { tasks: { choose: { branches: ["a", "b", "choose", "z"] }, a: { after: ["choose"] }, b: {} } },
      [
        ["tasks.choose.branches[1]", '"b" does not run after choose; name choose in its after, or leave it out here'],
        ["tasks.choose.branches[2]", '"choose" is the task itself; leave it out'],
        ["tasks.choose.branches[3]", '"z" is not a task of the graph; did you mean "a"?'],
      ],
    ],
    [
      "more than 1,000 tasks",
      { tasks: chain(999), finalizer: {} },
      [["tasks", "are 1001 with the root and the finalizer; a graph has at most 1000"]],
    ],
    [
      "more than 100 tasks right after the root",
      { tasks: Object.fromEntries(numbered(101).map((key) => [key, {}])) },
      [["tasks", "are 101 right after the root, without after; at most 100 are allowed, so put one in between"]],
    ],
    [
      "more than 100 predecessors, or tasks right after another",
      { tasks: { all: {}, ...fan(101), join: { after: numbered(101) } } },
      [
        ["tasks.join.after", "names 101 tasks; a task runs after at most 100, so put one in between"],
        ["tasks.all", "has 101 tasks right after it; at most 100 are allowed, so put one in between"],
      ],
    ],
  ])("%s", (_, graph, problems) => {
    expect(graphProblems(graph).map(({ path, message }) => [path, message])).toEqual(problems);
  });
});

describe("a graph may", () => {
  const unknown = unknownValue as never;
  test.each<[string, GraphShape]>([
    ["be empty", { tasks: {} }],
    ["have 1,000 tasks with its root", { tasks: chain(999) }],
    ["have 100 edges from and to a task", { tasks: { all: {}, ...fan(100), join: { after: numbered(100) } } }],
    ["name a task twice, in two spellings", { tasks: { a: {}, b: { after: ["a", "A"] } } }],
    ["branch", { tasks: { choose: { branches: ["a", "B"] }, a: { after: ["CHOOSE"] }, b: { after: ["choose"] } } }],
    ["have names that differ in letter case", { tasks: { '"a"': {}, a: { after: ['"a"'] } }, finalizer: {} }],
    ["be unknown", { tasks: unknown }],
    ["hold what is unknown", { name: unknown, tasks: { a: unknown, b: { after: unknown } }, finalizer: unknown }],
    ["have a task of an unknown name", { tasks: { [unknownValue]: {}, b: { after: ["c", unknown] } } }],
    [
      "branch to what is unknown",
      { tasks: { choose: { branches: ["a", "b", unknown] }, a: unknown, b: { after: [unknown] } } },
    ],
    ["have a finalizer of an unknown name", { tasks: { finalizer: {} }, finalizer: { name: unknown } }],
  ])("%s", (_, graph) => {
    expect(graphProblems(graph)).toEqual([]);
  });
});

describe("the order of tasks", () => {
  test("is by rounds, and by name in each", () => {
    const tasks = { z: {}, c: { after: ["a", "B"] }, b: { after: ["a"] }, a: {} };
    expect(topological({ tasks })).toEqual(["a", "z", "b", "c"]);
  });

  test("does not exist in a cycle", () => {
    const tasks = { a: { after: ["b"] }, b: { after: ["a"] }, c: {} };
    expect(() => topological({ tasks })).toThrow("The tasks a, b are in a cycle, or behind one");
  });

  test("has each behind its predecessors, in whatever order they are written", () => {
    const edges = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 60 });
    fc.assert(
      fc.property(edges, fc.shuffledSubarray(numbered(21), { minLength: 21 }), (pairs, keys) => {
        const after = (key: string) =>
          pairs.filter(([low, high]) => low < high && key === `t${high}`).map(([low]) => `t${low}`);
        const graph = (of: readonly string[]) => ({
          tasks: Object.fromEntries(of.map((key) => [key, { after: after(key) }])),
        });
        const order = topological(graph(keys));
        expect(order).toEqual(topological(graph(numbered(21))));
        expect(graphProblems(graph(keys))).toEqual([]);
        for (const key of keys) {
          for (const one of after(key)) expect(order.indexOf(one)).toBeLessThan(order.indexOf(key));
        }
      }),
    );
  });

  test("exists unless there is a cycle to tell of", () => {
    const edges = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 12 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const tasks = Object.fromEntries(
          numbered(7).map((key, to) => [
            key,
            { after: pairs.filter(([low, high]) => high === to && low !== to).map(([low]) => `t${low}`) },
          ]),
        );
        const cycles = graphProblems({ tasks });
        for (const { message } of cycles) {
          const cycle = /: (.*);/.exec(message)?.[1]?.split(" -> ") ?? [];
          expect(cycle.at(-1)).toBe(cycle[0]);
          for (const [index, key] of cycle.slice(1).entries()) expect(tasks[key]?.after).toContain(cycle[index]);
        }
        const order = () => topological({ tasks });
        if (cycles.length > 0) expect(order).toThrow("in a cycle");
        else expect(order()).toHaveLength(7);
      }),
    );
  });
});

describe("a task of a graph is called", () => {
  test.each([
    ["nightly", "load", "NIGHTLY$LOAD"],
    ["nightly", '"load"', '"NIGHTLY$load"'],
    ['"my graph"', "load", '"my graph$LOAD"'],
    ["nightly", '"a""b"', '"NIGHTLY$a""b"'],
    ["nightly", "select", "NIGHTLY$SELECT"],
    ["g".repeat(200), "t".repeat(54), `${"G".repeat(200)}$${"T".repeat(54)}`],
  ])("in %s and %s: %s", (graph, task, name) => {
    expect(childName(graph, task)).toBe(name);
  });

  test("nothing longer than 255 characters", () => {
    expect(() => childName("g".repeat(200), "t".repeat(55))).toThrow("has 256 characters; a name has at most 255");
  });
});

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `t${index}`);
}

function chain(count: number): GraphShape["tasks"] {
  return Object.fromEntries(
    numbered(count).map((key, index) => [key, index === 0 ? {} : { after: [`t${index - 1}`] }]),
  );
}

/** So many tasks right after the task `all`. */
function fan(count: number): GraphShape["tasks"] {
  return Object.fromEntries(numbered(count).map((key) => [key, { after: ["all"] }]));
}
