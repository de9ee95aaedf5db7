import type { Claim } from '../contracts/explanation.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Plan } from '../contracts/plan.ts';
import type { StatusAnnotation } from '../ports/change-host.ts';

/** More would bury the diff. */
const MOST_ANNOTATIONS = 10;

/**
 * Causes that cite a changed file (`D3`), as remarks on the first line that the change added there. Only lines of the diff: a file whose
 * text was withheld, or that only lost lines, gets none.
 */
export function causeAnnotations(causes: readonly Claim[], diff: Plan['diff']): readonly StatusAnnotation[] {
  const lines = (diff.text ?? '').split('\n');
  const annotations = causes.flatMap(({ text, evidence, confidence }) =>
    evidence.flatMap((id): StatusAnnotation[] => {
      const file = id.startsWith('D') ? diff.files[Number(id.slice(1)) - 1] : undefined;
      const line = file === undefined ? null : firstAddedLine(lines, file.path);
      if (file === undefined || line === null) return [];
      const title = maskedText`Possible cause, ${maskedName(confidence)} confidence`;
      return [{ path: file.path, startLine: line, endLine: line, level: 'warning', title, message: text }];
    }),
  );
  return annotations.slice(0, MOST_ANNOTATIONS);
}

/** 1-based line of the new file; null when the diff adds none there. */
function firstAddedLine(lines: readonly string[], path: string): number | null {
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
