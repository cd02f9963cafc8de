/** As much of a value as still tells which one it is. */
const LONGEST = 80;

/**
 * `text`, in which the server quotes values as `Invalid value: …: reason`, with long ones cut: an immutable pod
 * template is quoted as a dump of some 4 kB, and the reason comes after it.
 */
export function withoutLongValues(text: string): string {
  const parts = text.split(/((?:Invalid|Unsupported|Duplicate|Too many) values?: )/);
  return parts.map((part, index) => (index > 0 && index % 2 === 0 ? cutValue(part) : part)).join('');
}

function cutValue(text: string): string {
  const end = endOfValue(text);
  return end <= LONGEST ? text : `${text.slice(0, LONGEST - 20)}…${text.slice(end)}`;
}

/** Behind the brackets and texts that a Go or JSON dump begins with; else before the last `: `, where a reason begins. */
function endOfValue(text: string): number {
  const token = /"(?:[^"\\]|\\.)*"|[{[(]|[}\])]|: /g;
  let depth = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === ': ' && depth === 0) return found.index;
    if (/^[{[(]$/.test(found[0])) depth++;
    else if (/^[}\])]$/.test(found[0])) depth--;
  }
  return Math.max(0, text.lastIndexOf(': '));
}
