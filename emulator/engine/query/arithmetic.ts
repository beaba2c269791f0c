import { SqlError } from "../sql-error";
import { notRecognized, outOfRange } from "./conversion-errors";
import { integerType, numberOf, realType } from "./data-type";
import type { Decimal } from "./decimal";
import { absolute, decimalText, divideRounded, parseDecimal, rescale } from "./decimal";
import type { Value } from "./value";
import { cast } from "./value";

export type Operator = "+" | "-" | "*" | "/" | "%";

/** A sum, difference, product, quotient or remainder; exact unless one side is a FLOAT. */
export function arithmetic(operator: Operator, left: Value, right: Value): Value {
  const days = dayShift(operator, left, right);
  if (days) return days;
  if (left.type.wire === "real" || right.type.wire === "real") return inFloats(operator, left, right);
  const [a, b] = [decimalOf(left), decimalOf(right)];
  if (!a || !b) return { type: integerType, cell: null };
  if ((operator === "/" || operator === "%") && b.digits === 0n) throw divisionByZero();
  const result = exactly(operator, a, b);
  const type = numberOf(38, result.scale);
  if (absolute(result.digits) >= 10n ** 38n) throw outOfRange(decimalText(result), type);
  return { type, cell: decimalText(result) };
}

/** The number with the other sign. */
export function negated(value: Value): Value {
  if (value.type.wire !== "real") {
    const number = decimalOf(value);
    if (!number) return { ...value, type: value.type.wire === "fixed" ? value.type : integerType };
    const type = value.type.wire === "fixed" ? value.type : numberOf(38, number.scale);
    return { type, cell: decimalText({ ...number, digits: -number.digits }) };
  }
  return { type: realType, cell: value.cell === null ? null : String(-Number(value.cell)) };
}

function exactly(operator: Operator, a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const [x, y] = [rescale(a, scale).digits, rescale(b, scale).digits];
  switch (operator) {
    case "+":
      return { digits: x + y, scale };
    case "-":
      return { digits: x - y, scale };
    case "%":
      return { digits: x % y, scale };
    case "*": {
      const product = { digits: a.digits * b.digits, scale: a.scale + b.scale };
      return rescale(product, Math.min(product.scale, Math.max(scale, 12)));
    }
    case "/": {
      // Six digits more than the dividend has, twelve at most.
      const digits = Math.max(a.scale, Math.min(a.scale + 6, 12));
      return { digits: divideRounded(x * 10n ** BigInt(digits), y), scale: digits };
    }
  }
}

function inFloats(operator: Operator, left: Value, right: Value): Value {
  const [x, y] = [cast(left, realType).cell, cast(right, realType).cell];
  if (x === null || y === null) return { type: realType, cell: null };
  const [a, b] = [Number(x), Number(y)];
  if ((operator === "/" || operator === "%") && b === 0) throw divisionByZero();
  const result = { "+": a + b, "-": a - b, "*": a * b, "/": a / b, "%": a % b }[operator];
  return { type: realType, cell: String(result) };
}

/** A DATE and a number of days. */
function dayShift(operator: Operator, left: Value, right: Value): Value | undefined {
  if (left.type.wire !== "date" || (operator !== "+" && operator !== "-")) return undefined;
  if (left.cell === null || right.cell === null) return { type: left.type, cell: null };
  const [a, b] = [
    BigInt(left.cell),
    BigInt(cast(right, right.type.wire === "date" ? right.type : integerType).cell ?? 0),
  ];
  const days = String(operator === "+" ? a + b : a - b);
  return { type: right.type.wire === "date" ? integerType : left.type, cell: days };
}

function decimalOf(value: Value): Decimal | undefined {
  if (value.cell === null) return undefined;
  const text = value.type.wire === "fixed" ? value.cell : (cast(value, { ...realType, wire: "decfloat" }).cell ?? "");
  return parseDecimal(text) ?? unreadable(text);
}

function unreadable(text: string): never {
  throw notRecognized("Numeric", text);
}

function divisionByZero(): SqlError {
  return new SqlError("100051", "22012", "Division by zero");
}
