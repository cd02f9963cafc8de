/**
 * The texts of `Warning` headers, which the API server sends for deprecations, unknown fields and PodSecurity:
 * `299 - "text"`, several in one header separated by commas (RFC 7234 §5.5). `headers` are as Node gives them, in
 * latin1, while the server writes UTF-8. What does not read as a warning is left out.
 */
export function readWarnings(headers: readonly string[]): string[] {
  return headers.flatMap((header) => warningsOf(Buffer.from(header, 'latin1').toString('utf8')));
}

/** warn-code SP warn-agent SP quoted warn-text [SP quoted warn-date]. */
const WARNING = /\s*(\d{3}) (\S+) "((?:[^"\\]|\\.)*)"(?: "[^"]*")?\s*(?:,|$)/sy;

function warningsOf(header: string): string[] {
  const texts: string[] = [];
  WARNING.lastIndex = 0;
  for (let match = WARNING.exec(header); match !== null; match = WARNING.exec(header)) {
    texts.push((match[3] ?? '').replace(/\\(.)/gs, '$1'));
    if (WARNING.lastIndex >= header.length) break;
  }
  return texts;
}
