/** First line that a plan's diff text, in lines, added to a file: 1-based, of the new file; null when it adds none there. */
export function firstAddedLine(lines: readonly string[], path: string): number | null {
  const header = lines.findIndex((line, at) => line === `--- ${path}` && isHunk(lines[at + 1]));
  if (header === -1) return null;
  let newLine = 0;
  for (let at = header + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(line)?.[1];
    if (start !== undefined) newLine = Number(start);
    else if (line.startsWith('+')) return newLine;
    else if (line.startsWith('--- ') && isHunk(lines[at + 1])) return null;
    // Some hosts drop the blank of an empty context line.
    else if (line === '' || line.startsWith(' ')) newLine += 1;
  }
  return null;
}

function isHunk(line: string | undefined): boolean {
  return line?.startsWith('@@ ') === true;
}
