const second = 1_000_000_000n;

/** The text of a bound value. Drivers bind dates as milliseconds, times and timestamps as nanoseconds, both as text. */
export function bindText(type: string, value: string): string {
  const [number = "", zone] = value.split(" ");
  if (!/^-?\d+$/.test(number)) return value;
  if (type === "DATE") return isoText(BigInt(number) * 1_000_000n).slice(0, 10);
  if (type === "TIME") return isoText(BigInt(number)).slice(11);
  if (!type.startsWith("TIMESTAMP")) return value;
  const offset = zone === undefined ? 0 : Number(zone) - 1440;
  return `${isoText(BigInt(number) + BigInt(offset * 60) * second)}${zone === undefined ? "" : zoneText(offset)}`;
}

/** Nanoseconds since the epoch as `YYYY-MM-DD HH:MM:SS.nnnnnnnnn`. */
function isoText(nanos: bigint): string {
  const fraction = ((nanos % second) + second) % second;
  const text = new Date(Number((nanos - fraction) / 1_000_000n)).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}.${String(fraction).padStart(9, "0")}`;
}

function zoneText(offset: number): string {
  const minutes = Math.abs(offset);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"));
  return ` ${offset < 0 ? "-" : "+"}${hours}:${rest}`;
}
