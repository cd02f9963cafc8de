import { hasLetterOrDigit } from './characters.ts';

/** What a secret looks like wherever it would otherwise be printed. */
export const MASK = '***';

/** Shorter texts are everywhere in a log: masking them would hide the log and protect nothing. */
const SHORTEST_MASKED = 4;

/** https://nodejs.org/api/util.html#utilinspectcustom */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that cannot be printed by accident: strings, JSON and `inspect` show `***`.
 * It is made only by `Secrets.register`, which masks it first. `reveal()` belongs where a header, a private
 * file or a child's environment needs the value, and nowhere else.
 */
export class Secret {
  readonly #value: string;

  private constructor(value: string) {
    this.#value = value;
  }

  /** Masks `value` through `registry`, then wraps it. */
  static register(value: string, registry: Pick<Secrets, 'mask'>): Secret {
    registry.mask(value);
    return new Secret(value);
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [INSPECT](): string {
    return MASK;
  }
}

/**
 * The registry of everything that must not be printed. `announce` tells the surroundings of each masked form
 * (the action prints `::add-mask::`; the command line has nobody to tell). The runner masks only what passes
 * through its log, so whatever we write ourselves (report, summary, excerpts) goes through `redact`.
 */
export class Secrets {
  readonly #forms = new Set<string>();
  /** First characters → the forms that begin so, the longest first: one pass over a text finds them all. */
  readonly #byBeginning = new Map<string, string[]>();
  readonly #announce: (form: string) => void;

  constructor(announce: (form: string) => void = () => {}) {
    this.#announce = announce;
  }

  /** Masks `value` and returns it as a `Secret`. */
  register(value: string): Secret {
    return Secret.register(value, this);
  }

  /** Masks `value` in every form in which it may turn up. */
  mask(value: string): void {
    for (const form of maskedForms(value)) {
      if (this.#forms.has(form)) continue;
      this.#keep(form);
      this.#announce(form);
    }
  }

  /** `text` with every registered form replaced by `***`; where forms overlap, all of them is covered by one. */
  redact(text: string): string {
    if (this.#forms.size === 0) return text;
    let redacted = '';
    let shownTo = 0;
    let coveredTo = 0;
    for (let at = 0; at + SHORTEST_MASKED <= text.length; at++) {
      const length = this.#longestAt(text, at);
      if (length === 0) continue;
      if (at >= coveredTo) {
        redacted += text.slice(shownTo, at) + MASK;
        coveredTo = at;
      }
      coveredTo = Math.max(coveredTo, at + length);
      shownTo = coveredTo;
    }
    return redacted + text.slice(shownTo);
  }

  /** The length of the longest form that begins at `at`; 0 for none. */
  #longestAt(text: string, at: number): number {
    const forms = this.#byBeginning.get(text.slice(at, at + SHORTEST_MASKED)) ?? [];
    return forms.find((form) => text.startsWith(form, at))?.length ?? 0;
  }

  #keep(form: string): void {
    this.#forms.add(form);
    const beginning = form.slice(0, SHORTEST_MASKED);
    const forms = this.#byBeginning.get(beginning) ?? [];
    forms.push(form);
    this.#byBeginning.set(
      beginning,
      forms.sort((a, b) => b.length - a.length),
    );
  }
}

/**
 * The forms in which `value` may appear in a log: itself, each telling line, and of these the base64 (standard
 * and URL alphabet, as a whole and as the part of a longer encoded text), the URL-encoded and the JSON-escaped form.
 * Trivial texts (`{`, `true`, a PEM boundary, a key without value or with a switch as in `enabled: true`) are left out.
 */
export function maskedForms(value: string): string[] {
  const plain = [value, value.trim(), ...value.split(/\r?\n/).map((line) => line.trim())];
  const forms = new Set<string>();
  for (const text of plain.filter(isTelling)) {
    for (const form of [text, encodeURIComponent(toWellFormed(text)), JSON.stringify(text).slice(1, -1)])
      forms.add(form);
    for (const form of base64Forms(text)) forms.add(form);
  }
  return [...forms].filter((form) => form.length >= SHORTEST_MASKED);
}

/** A word, or a line of YAML or JSON without anything in it: `enabled: true`, `- name:`, `"ports": [`. */
const TRIVIAL = /^(- )?("?[\w./-]+"?:(?= |$))? ?(true|false|null|none|yes|no|on|off|~|\d{1,3}|""|'')?[[\]{},]*$/i;

function isTelling(text: string): boolean {
  if (text.length < SHORTEST_MASKED) return false;
  if (/^-----(BEGIN|END) [A-Z0-9 ]+-----$/.test(text)) return false;
  if (TRIVIAL.test(text)) return false;
  return hasLetterOrDigit(text);
}

/** Base64 of `text` on its own, and the part of it that stays the same when other bytes stand before and behind. */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const whole = bytes.toString('base64');
  const forms = [whole, whole.replace(/=+$/, '')];
  for (const offset of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    const settledFrom = offset === 0 ? 0 : offset + 1;
    const settledTo = Math.floor((shifted.length * 8) / 6);
    const part = shifted.toString('base64').slice(settledFrom, settledTo);
    if (part.length >= 2 * SHORTEST_MASKED) forms.push(part);
  }
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

function toWellFormed(text: string): string {
  return text.toWellFormed();
}
