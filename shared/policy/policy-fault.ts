import { PermanentError } from '../errors/pipeline-error.ts';
import type { SourcedDocument } from './parse-yaml-document.ts';

/** Something that the schema cannot say: where in the document, and what would be right. */
export interface PolicyFault {
  readonly path: readonly (string | number)[];
  readonly what: string;
}

const MOST_FAULTS = 10;

/** Each fault as `file:line:column path: what would be right`; ten at most. */
export function placedWords(
  faults: readonly PolicyFault[],
  { file, placeOf }: Pick<SourcedDocument<unknown>, 'file' | 'placeOf'>,
): readonly string[] {
  return faults.slice(0, MOST_FAULTS).map(({ path, what }) => {
    const { line, column } = placeOf(path);
    return `${file}:${line}:${column} ${path.join('.')}: ${what}`;
  });
}

/** @throws PermanentError(`POLICY_INVALID`) listing the faults, if there are any, each `file:line:column path: what would be right` */
export function refuseFaults(
  faults: readonly PolicyFault[],
  source: Pick<SourcedDocument<unknown>, 'file' | 'placeOf'>,
): void {
  if (faults.length === 0) return;
  throw new PermanentError('POLICY_INVALID', placedWords(faults, source).join('; '));
}
