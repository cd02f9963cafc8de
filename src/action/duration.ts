const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };

/** The longest that a timer of Node takes, in milliseconds; nearly 25 days. */
export const LONGEST_DURATION = 2 ** 31 - 1;

/** Milliseconds of a duration as Go and kubectl spell it (`90s`, `10m`, `1h30m`); undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?[hms])+$/.test(text)) return undefined;
  let milliseconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)) {
    milliseconds += Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
  }
  return milliseconds > 0 && Number.isSafeInteger(Math.round(milliseconds)) ? Math.round(milliseconds) : undefined;
}
