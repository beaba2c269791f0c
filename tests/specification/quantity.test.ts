import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalCpu, canonicalMemory, compareAmounts, cpuOf, memoryOf } from "../../provider/specification/quantity";

describe("an amount", () => {
  test.each([
    ["1024Mi", "1Gi"],
    ["0.5Gi", "512Mi"],
    ["0.4Gi", "0.4Gi"],
    ["409.6Mi", "0.4Gi"],
    ["1000M", "1G"],
    ["1500M", "1500M"],
    ["1048576Ki", "1Gi"],
    ["500k", "0.5M"],
    ["16777216000k", "15625Gi"],
    ["0Gi", "0Gi"],
    ["007Gi", "7Gi"],
    ["9007199254740993Gi", "9007199254740993Gi"],
    ["6442450944", "6Gi"],
    ["many", "many"],
  ])("of memory, %s, is %s", (written, canonical) => {
    expect(canonicalMemory(written)).toBe(canonical);
  });

  test.each([
    ["500m", 0.5],
    ["0.50", 0.5],
    [1, 1],
    ["1", 1],
    ["2000m", 2],
    ["1m", 0.001],
    ["0.35", 0.35],
    ["12345678901234567890", "12345678901234567890"],
    ["1e3", "1e3"],
  ])("of processors, %j, is %j", (written, canonical) => {
    expect(canonicalCpu(written)).toBe(canonical);
  });

  test.each(["", "5", "Gi", "5 Gi", "5gi", "5GB", "5K", "5m", "-5Gi", "1e3Gi", ".5Gi", "5.Gi", "5Gi\n"])(
    "of memory is not %j",
    (written) => {
      expect(memoryOf(written)).toBeUndefined();
    },
  );

  test("keeps its bytes, to the last one, in its one spelling", () => {
    const unit = fc.constantFrom("Ki", "Mi", "Gi", "k", "M", "G");
    const number = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat(99_999));
    fc.assert(
      fc.property(number, unit, ([whole, fraction], one) => {
        const written = `${whole}.${fraction}${one}`;
        const canonical = String(canonicalMemory(written));
        const [before, after] = [memoryOf(written), memoryOf(canonical)];
        expect(before !== undefined && after !== undefined && compareAmounts(before, after)).toBe(0);
        expect(canonicalMemory(canonical)).toBe(canonical);
      }),
    );
  });

  test.each([
    ["999m", 1, -1],
    ["1000m", "1", 0],
    [1.001, "1", 1],
  ])("of processors, %j beside %j", (left, right, sign) => {
    const [a, b] = [cpuOf(left), cpuOf(right)];
    expect(a !== undefined && b !== undefined && compareAmounts(a, b)).toBe(sign);
  });
});
