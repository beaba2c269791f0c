import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { Warehouse } from "../../sdk";

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name.toUpperCase(), state: inputs }),
    call: () => ({}),
  });
});

describe("a resource's constructor", () => {
  test("shows where it was called when Pulumi refuses its arguments", () => {
    const makeNameless = () => new Warehouse("", { name: "loading" });
    expect(makeNameless).toThrow(/name/);
    expect(() => makeNameless()).toThrow(
      expect.objectContaining({ stack: expect.stringContaining("makeNameless") }) as Error,
    );
  });

  test("leaves the program's own stack traces as long as they were", () => {
    const before = Error.stackTraceLimit;
    new Warehouse("loading");
    expect(Error.stackTraceLimit).toBe(before);
    expect(() => new Warehouse("", { name: "loading" })).toThrow();
    expect(Error.stackTraceLimit).toBe(before);
  });
});

describe("qualifiedName", () => {
  test("is one Output, however often it is asked for", () => {
    const loading = new Warehouse("loading");
    expect(loading.qualifiedName).toBe(loading.qualifiedName);
    expect(Object.keys(loading)).toContain("qualifiedName");
  });
});
