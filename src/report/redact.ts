import type { Report } from './facts.ts';

/** Words of ours, which code compares: a secret that is such a word must not change them. */
const OUR_WORDS = new Set(['result', 'kind', 'mode', 'action', 'origin', 'who', 'input']);

/**
 * The report with every text passed through `redact`. It comes before anything is rendered: escaping and shortening
 * turn a secret into something that nobody recognises any more, and yet can read.
 */
export function redactReport(report: Report, redact: (text: string) => string): Report {
  const known = new Map<string, string>();
  const redactOnce = (text: string): string => {
    const redacted = known.get(text) ?? redact(text);
    known.set(text, redacted);
    return redacted;
  };
  // Only texts are replaced, by texts: the shape stays.
  return redactTexts(report, redactOnce) as Report;
}

function redactTexts(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => redactTexts(item, redact));
  if (value instanceof Map) {
    return new Map([...value].map(([key, item]) => [redactTexts(key, redact), redactTexts(item, redact)]));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, OUR_WORDS.has(key) ? item : redactTexts(item, redact)]),
  );
}
