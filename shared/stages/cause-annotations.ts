import type { Claim } from '../contracts/explanation.ts';
import { maskedName, maskedText } from '../contracts/masked-text.ts';
import type { Plan } from '../contracts/plan.ts';
import type { StatusAnnotation } from '../ports/change-host.ts';
import { firstAddedLine } from './first-added-line.ts';

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
