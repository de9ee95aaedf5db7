import { expect, it } from 'vitest';
import { Masked } from '../contracts/masked.ts';
import { isRetargeted } from './newer-head.ts';

const REPLACED = '<email-a1b2c3d4e5f6>';

it.each([
  ['main', 'main', false],
  ['main', 'release', true],
  [`fix/${REPLACED}/a`, 'main', true],
  [`fix/${REPLACED}/a`, 'fix/anna@example.org/b', true],
  [`fix/${REPLACED}/a`, 'fix/anna@example.org/a', false],
  [`${REPLACED}-to-${REPLACED}`, 'anna@example.org-to-bert@example.org', false],
  [`${REPLACED}-to-${REPLACED}`, 'anna@example.org', true],
  [`a${REPLACED}a`, 'a', true],
  [`fix/a b/${REPLACED}`, 'fix/a%20b/anna@example.org', false],
])(
  'takes a run onto %s for one of another branch than %s only where it must be: %s',
  (run, now, expected) => {
    expect(isRetargeted({ targetBranch: Masked.parse(run) }, { targetBranch: now })).toBe(expected);
  },
);
