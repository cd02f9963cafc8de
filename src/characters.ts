/**
 * Classes of characters that cost nothing until they are needed. A literal such as `/\p{L}/u` asks ICU about every
 * character there is whenever the function around it is parsed, called or not: a tenth of the time that it takes to
 * refuse bad inputs (`npm run bench`). So what is loaded for that has none.
 */

/** One control character (`\p{Cc}`), said by what is none. */
export const CONTROL_CHARACTER = /[^ -~\u00a0-\uffff]/;

/** The members of a class, as `\p{L}\p{N}`, become a pattern when they are first asked for. */
export function characterClass(members: string, flags = 'u'): () => RegExp {
  let pattern: RegExp | undefined;
  return () => {
    pattern ??= new RegExp(`[${members}]`, flags);
    return pattern;
  };
}

const letterOrDigit = characterClass('\\p{L}\\p{N}');

/** Whether there is a letter or digit of any script in `text`. */
export function hasLetterOrDigit(text: string): boolean {
  return /[A-Za-z0-9]/.test(text) || letterOrDigit().test(text);
}
