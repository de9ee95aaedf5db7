import { describe, expect, it } from 'vitest';
import type { Claim } from '../contracts/explanation.ts';
import { Masked } from '../contracts/masked.ts';
import type { Plan } from '../contracts/plan.ts';
import { causeAnnotations } from './cause-annotations.ts';

const file = (path: string) => ({
  path: Masked.parse(path),
  additions: 1,
  deletions: 0,
  status: 'modified' as const,
});

const diff: Plan['diff'] = {
  files: ['docs/a.md', 'src/orders.ts', 'src/gone.ts', 'logo.png'].map(file),
  truncated: false,
  text: Masked.parse(
    [
      '--- docs/a.md',
      '@@ -1 +1,2 @@',
      ' title',
      '+text',
      '',
      '--- src/orders.ts',
      '@@ -10,4 +10,3 @@ function list() {',
      ' const orders = await list();',
      '-one',
      '--- two',
      ' }',
      '@@ -40,1 +39,2 @@',
      ' return orders;',
      '+await query(order.id);',
      '',
      '--- src/gone.ts',
      '@@ -1,1 +0,0 @@',
      '-all of it',
    ].join('\n'),
  ),
};

const cause = (...evidence: string[]): Claim => ({
  text: Masked.parse('It asks the database once for every item.'),
  evidence,
  confidence: 'medium',
});

describe('causeAnnotations', () => {
  it('remarks on the first line that the change added to the cited file', () => {
    expect(causeAnnotations([cause('E1', 'D2')], diff)).toEqual([
      {
        path: 'src/orders.ts',
        startLine: 40,
        endLine: 40,
        level: 'warning',
        title: 'Possible cause, medium confidence',
        message: 'It asks the database once for every item.',
      },
    ]);
  });

  it.each([
    ['only lost lines', 'D3'],
    ['has no text', 'D4'],
    ['does not exist', 'D9'],
    ['is a finding', 'E1'],
  ])('remarks nothing where the evidence %s', (_what, id) => {
    expect(causeAnnotations([cause(id)], diff)).toEqual([]);
  });

  it('remarks nothing without a diff, and never more than ten times', () => {
    const many = Array.from({ length: 30 }, () => cause('D1'));

    expect(causeAnnotations(many, { files: diff.files, truncated: true, text: null })).toEqual([]);
    expect(causeAnnotations(many, diff)).toHaveLength(10);
  });
});
