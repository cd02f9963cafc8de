/** Shows a job summary in a terminal: headings and bold as such, tables with aligned columns, HTML tags left out. */
export function renderMarkdown(markdown: string, options: { readonly colour: boolean }): string {
  const bold = (text: string): string => (options.colour ? `\u001b[1m${text}\u001b[0m` : text);
  const lines = markdown.split('\n');
  const shown: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.startsWith('|')) {
      const table: string[] = [];
      while ((lines[index] ?? '').startsWith('|')) table.push(lines[index++] ?? '');
      index--;
      shown.push(
        ...alignTable(
          table.map((row) => cellsOf(row).map(inline)),
          bold,
        ),
      );
      continue;
    }
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    shown.push(heading === undefined ? inline(line) : bold(inline(heading)));
  }
  return shown
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function cellsOf(row: string): string[] {
  return row
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

function alignTable(rows: string[][], bold: (text: string) => string): string[] {
  const body = rows.filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  const widths = (body[0] ?? []).map((_, column) => Math.max(...body.map((row) => (row[column] ?? '').length)));
  const titled = body.filter((row) => row.some((cell) => cell !== ''));
  const hasTitles = titled.length === body.length;
  return titled.map((row, index) => {
    const text = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd();
    return `  ${index === 0 && hasTitles ? bold(text) : text}`;
  });
}

function inline(text: string): string {
  return text
    .replace(/<[^>]+>/g, '')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
