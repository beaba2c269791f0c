/** An exact amount: `digits` divided by ten to the power of `decimals`. */
export interface Amount {
  readonly digits: bigint;
  readonly decimals: number;
}

const powersOfTwo: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30 };
const powersOfTen: Readonly<Record<string, number>> = { k: 3, M: 6, G: 9 };
/** The units of memory that Snowflake's page names for containers, and the order in which they are preferred. */
const preferred = ["Gi", "Mi", "G", "M"];

/** Bytes of `2Gi` or `0.5G`; undefined if it is no amount of memory with a unit. */
export function memoryOf(written: unknown): Amount | undefined {
  if (typeof written !== "string") return undefined;
  const [, number, unit = ""] = /^(\d{1,20}(?:\.\d{1,20})?)(Ki|Mi|Gi|k|M|G)$/.exec(written) ?? [];
  const amount = decimalOf(number);
  if (amount === undefined) return undefined;
  const { digits, decimals } = amount;
  return { digits: digits * 2n ** BigInt(powersOfTwo[unit] ?? 0) * 10n ** BigInt(powersOfTen[unit] ?? 0), decimals };
}

/** Cores of `0.5` or `"500m"`; undefined if it is no amount of processors. */
export function cpuOf(written: unknown): Amount | undefined {
  const [, number, milli] = /^(\d{1,20}(?:\.\d{1,20})?)(m?)$/.exec(textOf(written)) ?? [];
  const amount = decimalOf(number);
  return amount === undefined || milli !== "m" ? amount : { ...amount, decimals: amount.decimals + 3 };
}

/** Graphics processors, a whole number; undefined if it is none. */
export function countOf(written: unknown): Amount | undefined {
  return /^\d{1,20}$/.test(textOf(written)) ? decimalOf(textOf(written)) : undefined;
}

/** Below zero if the first is smaller, 0 if they are the same. */
export function compareAmounts(left: Amount, right: Amount): number {
  const a = left.digits * 10n ** BigInt(right.decimals);
  const b = right.digits * 10n ** BigInt(left.decimals);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The one spelling of an amount of memory: a whole number of the unit that makes it shortest. What is no such amount stays. */
export function canonicalMemory(written: unknown): unknown {
  // A number of bytes without a unit is never written by us, but may be reported.
  const bytes = memoryOf(written) ?? countOf(written);
  if (bytes === undefined) return written;
  const texts = preferred.map((unit) => ({ unit, number: inUnit(bytes, unit) }));
  const whole = texts.filter(({ number }) => !number.includes("."));
  const [best] = (whole.length > 0 ? whole : texts).sort((left, right) => left.number.length - right.number.length) as [
    { readonly unit: string; readonly number: string },
  ];
  return `${best.number}${best.unit}`;
}

/** The one spelling of an amount of processors or graphics processors: a number. What is no such amount stays. */
export function canonicalCpu(written: unknown): unknown {
  const amount = cpuOf(written);
  if (amount === undefined) return written;
  const text = decimalText(amount);
  return String(Number(text)) === text ? Number(text) : text;
}

function inUnit({ digits, decimals }: Amount, unit: string): string {
  const twos = powersOfTwo[unit] ?? 0;
  return decimalText({ digits: digits * 5n ** BigInt(twos), decimals: decimals + twos + (powersOfTen[unit] ?? 0) });
}

function decimalText({ digits, decimals }: Amount): string {
  const text = digits.toString().padStart(decimals + 1, "0");
  const fraction = text.slice(text.length - decimals).replace(/0+$/, "");
  const whole = text.slice(0, text.length - decimals);
  return decimals === 0 || fraction === "" ? whole : `${whole}.${fraction}`;
}

function decimalOf(text: string | undefined): Amount | undefined {
  if (text === undefined) return undefined;
  const [whole = "", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), decimals: fraction.length };
}

function textOf(written: unknown): string {
  return typeof written === "number" || typeof written === "string" ? String(written) : "";
}
