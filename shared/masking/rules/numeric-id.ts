import { type FindingType } from '../finding.ts';

/** An identity number of digits. It counts when its name stands nearby or when the text is nothing else. */
export interface NumericId {
  readonly rule: string;
  readonly type: FindingType;
  readonly length: number;
  /** How people group it; without separators it always counts. */
  readonly groups: RegExp;
  readonly isValid: (digits: string) => boolean;
  /** Whole words that say what it is. */
  readonly context: RegExp;
  /** `named`: only with its name. `alone`: also when the text is nothing else. `always`: wherever it is grouped so. */
  readonly counts: 'named' | 'alone' | 'always';
}

export const UNGROUPED = /^\d+$/;
export const ANY = (): boolean => true;
export const PASSPORT = /passports?|passeport|pasaporte|reisepass|travel document/i;

export function numericId(
  rule: string,
  length: number,
  groups: RegExp,
  isValid: (digits: string) => boolean,
  context: RegExp,
  counts: NumericId['counts'] = 'alone',
  type: FindingType = 'national_id',
): NumericId {
  return { rule, type, length, groups, isValid, context, counts };
}
