import { describe, expect, test } from "vitest";
import { InvalidArgumentError, type TaskGraphBuilder, taskGraph } from "../../sdk/root";

const one = { definition: "SELECT 1" };

/** The message with which a graph is refused. */
function refusal(build: (g: TaskGraphBuilder) => void, settings = {}): string {
  try {
    taskGraph("d", settings, build);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidArgumentError);
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

describe("a graph that is built", () => {
  test("is plain data that nothing changes any more", () => {
    const graph = taskGraph("d", { schedule: { hours: 1 }, config: { list: [1] } }, (g) => {
      const a = g.task("a", one);
      const b = g.task("b", { ...one, comment: "second" }).after(a);
      g.task("c", { ...one, after: [a, "b"] }).after(b);
      g.finalizer({ definition: "SELECT 2" });
    });
    expect(graph).toEqual({
      name: "d",
      schedule: { hours: 1 },
      config: { list: [1] },
      tasks: {
        a: { definition: "SELECT 1" },
        b: { definition: "SELECT 1", comment: "second", after: ["a"] },
        c: { definition: "SELECT 1", after: ["a", "b"] },
      },
      finalizer: { definition: "SELECT 2" },
    });
    expect(JSON.parse(JSON.stringify(graph))).toEqual(graph);
    expect(() => Object.assign(graph.tasks ?? {}, { z: one })).toThrow(TypeError);
    expect(() => Object.assign(graph.tasks?.["a"] ?? {}, one)).toThrow(TypeError);
    expect(() => (graph.config as { list: number[] }).list.push(2)).toThrow(TypeError);
  });

  test("has the branches that run after the task that chooses, or those that are named", () => {
    const graph = taskGraph("d", {}, (g) => {
      const all = g.branch("all", one);
      g.task("x", one).after(all);
      g.task("y", one).after(all);
      const some = g.branch("some", { ...one, branches: ["p"] });
      g.task("p", one).after(some);
      g.task("q", one).after(some);
    });
    expect(graph.tasks?.["all"]?.branches).toEqual(["x", "y"]);
    expect(graph.tasks?.["some"]?.branches).toEqual(["p"]);
  });

  test("takes tasks from its settings too", () => {
    const graph = taskGraph("d", { tasks: { a: one, '"b b"': { ...one, after: "a" } } }, (g) => {
      g.task("c", one).after('"b b"');
    });
    expect(Object.keys(graph.tasks ?? {})).toEqual(["a", '"b b"', "c"]);
    expect(taskGraph("d", { tasks: { a: one } })).toEqual({ name: "d", tasks: { a: one } });
  });

  test("leaves no trace of one that was refused", () => {
    expect(refusal((g) => void g.task("a", one).after("nowhere"))).toContain("nowhere");
    expect(taskGraph("d", {}, (g) => void g.task("b", one)).tasks).toEqual({ b: one });
  });

  test("has no method called then, so that awaiting a task is awaiting nothing", () => {
    taskGraph("d", {}, (g) => {
      for (const thing of [g, g.task("a", one), g.branch("b", { ...one, branches: ["c"] }), g.finalizer(one)])
        expect("then" in thing).toBe(false);
      g.task("c", one).after("b");
    });
  });
});

describe("a graph that cannot be is refused where it is built:", () => {
  const refused: readonly (readonly [string, string, (g: TaskGraphBuilder) => void, object?])[] = [
    [
      "two tasks of a name",
      "it has a task a already; choose another name",
      (g) => [g.task("a", one), g.task("a", one)],
    ],
    ["in another letter case", "it has a task A already", (g) => [g.task("a", one), g.task("A", one)]],
    ["one that settings have", "it has a task a already", (g) => [g.task("a", one)], { tasks: { '"A"': one } }],
    [
      "an unknown name",
      'tasks.b.after[0]: "lode" is not a task of the graph; did you mean "load"?',
      (g) => [g.task("load", one), g.task("b", { ...one, after: "lode" })],
    ],
    [
      "a cycle",
      "is in a cycle: a -> b -> c -> a; take one of these edges out",
      (g) => {
        const a = g.task("a", one);
        const b = g.task("b", one).after(a);
        a.after(g.task("c", one).after(b));
      },
    ],
    [
      "a task after itself",
      "is the task itself",
      (g) => {
        const a = g.task("a", one);
        a.after(a);
      },
    ],
    [
      "two finalizers",
      "it has a finalizer already, and a graph has one; do both in one task",
      (g) => [g.finalizer(one), g.finalizer(one)],
    ],
    [
      "a second finalizer beside that of settings",
      "it has a finalizer already",
      (g) => [g.finalizer(one)],
      { finalizer: one },
    ],
    [
      "a task after the finalizer",
      "b cannot run after the finalizer finalizer, which runs when all others have ended",
      (g) => {
        const last = g.finalizer(one);
        g.task("b", one).after(last as never);
      },
    ],
    [
      "a task after the finalizer by name",
      "is the finalizer, and nothing runs after it; leave it out",
      (g) => {
        g.finalizer({ ...one, name: "last" });
        g.task("b", { ...one, after: "last" });
      },
    ],
    ["a finalizer with edges", "finalizer", (g) => g.finalizer({ ...one, after: ["a"] } as never)],
    [
      "a task after one of another graph",
      "b cannot run after a, which is a task of another graph; add that task to this graph",
      (g) => {
        let other: unknown;
        taskGraph("other", {}, (h) => {
          other = h.task("a", one);
        });
        g.task("b", one).after(other as never);
      },
    ],
    [
      "a task after no task",
      "b runs after something that is no task",
      (g) => g.task("b", one).after({ name: "a" } as never),
    ],
    ["a task that chooses from nothing", "c has nothing to choose from", (g) => g.branch("c", one)],
    [
      "a branch that does not run after",
      "does not run after c; name c in its after",
      (g) => {
        g.task("x", one);
        g.branch("c", { ...one, branches: ["x"] });
      },
    ],
    ["a name that is none", "a b", (g) => g.task("a b", one)],
    ["a misspelt property", 'tasks.a: has no property "coment"', (g) => g.task("a", { ...one, coment: "x" } as never)],
    ["a task that runs nothing", "tasks.a.definition: is missing", (g) => g.task("a", {} as never)],
    [
      "a graph that nothing would start",
      "started: is true, but nothing would make it run",
      (g) => g.task("a", one),
      { started: true },
    ],
    [
      "a function that is not closed",
      "tasks.a.definition: the function uses `refusal`, which is not its own",
      (g) => g.task("a", { definition: { procedure: { body: () => refusal } } }),
    ],
    ["an asynchronous builder", "is asynchronous; add its tasks without awaiting anything", (async () => {}) as never],
  ];
  for (const [what, message, build, settings] of refused) {
    test(what, () => {
      expect(refusal(build, settings)).toContain(message);
    });
  }
});
