import { oneLine } from '../terminal-text.ts';

/** Longest cell; the rest of a longer one becomes `…`. */
const WIDEST = 60;

/** Columns of text, two blanks apart; those named in `right` are flush right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const lines = [header, ...rows].map((row) => row.map(cut));
  const widths = header.map((_, column) => Math.max(...lines.map((row) => row[column]?.length ?? 0)));
  return lines
    .map((row) =>
      row
        .map((cell, column) =>
          right.includes(header[column] ?? '')
            ? cell.padStart(widths[column] ?? 0)
            : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cut(cell: string): string {
  const line = oneLine(cell);
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}
