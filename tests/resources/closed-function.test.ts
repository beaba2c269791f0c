import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { ClosedFunctionError, closedFunctionBody } from "../../provider/resources/closed-function";

type Fn = (...args: never[]) => unknown;

/** A function whose source is this text and nothing else. */
function written(text: string): Fn {
  return runInNewContext(`(${text})`) as Fn;
}

function method(text: string): Fn {
  return Object.values(runInNewContext(`({${text}})`) as Record<string, Fn>)[0] as Fn;
}

function problem(fn: Fn, argNames?: readonly string[]): string {
  try {
    closedFunctionBody(fn, argNames);
  } catch (error) {
    if (error instanceof ClosedFunctionError) return error.message;
    throw error;
  }
  return "none";
}

describe("a function of the program becomes a body", () => {
  test.each<[string, string, readonly string[]]>([
    ["() => 1", "return (() => 1)();", []],
    ["(limit, Name) => limit + Name", "return ((limit, Name) => limit + Name)(LIMIT, NAME);", ["limit", "Name"]],
    ["function (a) { return a; }", "return (function (a) { return a; })(A);", ["a"]],
    [
      "function self(a) { return a && self(a - 1); }",
      "return (function self(a) { return a && self(a - 1); })(A);",
      ["a"],
    ],
    ["a => ({ a })", "return (a => ({ a }))(A);", ["a"]],
  ])("%s", (text, body, parameters) => {
    expect(closedFunctionBody(written(text))).toEqual({ body, parameters });
  });

  test.each([
    ["run(a, b) { return a; }", "return (function (a, b) { return a; })(A, B);"],
    ['"a b"(a) { return a; }', "return (function (a) { return a; })(A);"],
    ["[1 + 1]() { return 2; }", "return (function () { return 2; })();"],
  ])("as a method: %s", (text, body) => {
    expect(closedFunctionBody(method(text)).body).toBe(body);
  });

  test("that does the same where there is nothing but arguments", () => {
    const fn = (values: string, factor: number) => {
      let sum = 0;
      for (const value of JSON.parse(values) as number[]) sum += value * factor;
      return `${sum} 'in' \\ "all" $$`;
    };
    const { body } = closedFunctionBody(fn);
    expect(runInNewContext(`(function () { ${body} })()`, { VALUES: "[1,2,3]", FACTOR: 2 })).toBe(fn("[1,2,3]", 2));
  });

  test("that is the same in every run", () => {
    const make = () => (a: number) => a + 1;
    expect(closedFunctionBody(make())).toEqual(closedFunctionBody(make()));
  });

  test.each([
    "(a) => { try { return JSON.parse(a); } catch (error) { throw new Error(String(error)); } }",
    "() => { const { x, ...rest } = { x: 1 }; return [rest, x].map(({ y = x }) => y); }",
    "() => { later(); function later() { var hoisted = 1; } return typeof hoisted_ === 'string' || inner; var hoisted_, inner; }",
    "() => { label: for (let i = 0; i < 2; i++) { continue label; } }",
    "() => { class Sum { total = 0; add(n) { this.total += n; return this; } } return new Sum().add(1).total; }",
    "function () { return arguments.length + [1].map(function () { return this; }).length; }",
    "() => snowflake.execute({ sqlText: 'select 1' }).next() && new Date(Math.max(1, NaN)) > undefined",
  ])("if all that it uses is its own: %s", (text) => {
    expect(problem(written(text))).toBe("none");
  });

  test.each<[string, readonly string[], string]>([
    ["(a, b) => a", ["B", "a"], "return ((a, b) => a)(A, B);"],
    ["(limit) => limit", ['"limit"'], "return ((limit) => limit)(limit);"],
    ["(order) => order", ['"ORDER"'], "return ((order) => order)(ORDER);"],
  ])("paired with args by name: %s, %j", (text, argNames, body) => {
    expect(closedFunctionBody(written(text), argNames).body).toBe(body);
  });
});

describe("a function is refused, with all that is wrong,", () => {
  test("if it uses what is not its own", () => {
    expect(problem(written("(a) => fs.readFileSync(a).length > limit && (counter = 1) && limit"))).toBe(
      "uses `fs`, `limit`, `counter`, which are not its own; pass them as args",
    );
  });

  test.each([
    ["(a) => limit_1.limit + a", "limit"],
    ["(a) => (0, config_2.limit)(a)", "limit"],
    ["(a) => exports.limit + a", "limit"],
    ["(a) => fs_1.default.readFileSync(a)", "fs"],
    ["(a) => __vi_import_0__.limit + a", "limit"],
    ["() => console.log(1)", "console"],
    ["() => [1].map(() => { const a = 1; return () => a + hidden; })", "hidden"],
  ])("by the name that stands in the program: %s", (text, name) => {
    expect(problem(written(text))).toBe(`uses \`${name}\`, which is not its own; pass it as args`);
  });

  test.each([
    ["async () => 1", "is asynchronous, but Snowflake waits for no promise; snowflake.execute waits by itself"],
    ["function* () { yield 1; }", "is a generator, which nothing would step through; return a value"],
    ["class A { constructor() {} }", "is a class; write a function"],
    ["({ a }) => a", "has a pattern among its parameters; take plain names, and take them apart inside"],
    ["(...a) => a", "has a pattern among its parameters; take plain names, and take them apart inside"],
    ["(a = 1) => a", "gives a parameter a default, but all arguments are given; leave the default out"],
    ["(größe) => größe", "takes `größe`, which no SQL argument can be called; use letters, digits and _"],
    ["(a, A) => a", "takes `A` twice, since SQL folds the case; rename one"],
    ["() => this.limit", "uses `this`, which it does not have there; use parameters"],
    ["() => () => arguments[0]", "uses `arguments`, which it does not have there; use parameters"],
    ["function () { return new.target; }", "uses `new.target`, which it does not have there; use parameters"],
    ["(a) => eval(a)", "uses `eval`, which Snowflake refuses: it loads no code at run time"],
    ["(a) => import(a)", "uses `import`, which Snowflake refuses: it loads no code at run time"],
    ["(json) => JSON.parse(json)", "uses `JSON`, which an argument of that name hides; rename the parameter"],
    [
      "() => __awaiter(this, void 0, void 0, function* () {})",
      'uses `this`, which it does not have there; use parameters; uses `__awaiter`, which the compiler put in; set "target" to ES2020 or later in tsconfig.json, or give the body as text',
    ],
    [
      "(a) => tslib_1.__spreadArray([], a)",
      'uses `tslib_1`, which the compiler put in; set "target" to ES2020 or later in tsconfig.json, or give the body as text',
    ],
    [
      "() => { const f = __name(() => 1, 'f'); return f(); }",
      "uses `__name`, which the compiler put in; leave functions inside it without names, or give the body as text",
    ],
  ])("as %s is", (text, message) => {
    expect(problem(written(text))).toBe(message);
  });

  test.each([
    ["async run() {}", "is asynchronous, but Snowflake waits for no promise; snowflake.execute waits by itself"],
    ["*run() {}", "is a generator, which nothing would step through; return a value"],
    ["run() { return super.run(); }", "uses `super`, which it does not have there; use parameters"],
    ["run() { return this.limit; }", "uses `this`, which it does not have there; use parameters"],
  ])("as the method %s is", (text, message) => {
    expect(problem(method(text))).toBe(message);
  });

  test.each<[string, Fn]>([
    ["native", Math.max as Fn],
    ["bound", (() => 1).bind(undefined)],
  ])("if it is %s", (_, fn) => {
    expect(problem(fn)).toBe("is bound or native, so that its source cannot be read; write the function itself");
  });

  test("if it is an accessor", () => {
    const accessor = Object.getOwnPropertyDescriptor(
      {
        get x() {
          return 1;
        },
      },
      "x",
    )?.get as Fn;
    expect(problem(accessor)).toBe("is no function that can stand alone; write an arrow function");
  });

  test("if it does not fit the args", () => {
    expect(problem(written("(a, b) => a"), ["A", "c"])).toBe(
      "takes `b`, which args do not name; does not take `C`, which args name",
    );
  });
});
