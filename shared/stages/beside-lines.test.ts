import { describe, expect, it } from 'vitest';
import { explanationOf } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import { besideLines } from './beside-lines.ts';

const CAUSE = {
  text: Masked.parse('It asks once for every item.'),
  evidence: ['E1', 'D1'],
  confidence: 'medium' as const,
};
const DIFF = {
  files: [{ path: Masked.parse('src/orders.ts'), additions: 1, deletions: 0, status: 'modified' as const }],
  truncated: false,
  text: Masked.parse('--- src/orders.ts\n@@ -1 +1,2 @@\n one\n+two'),
};

describe('besideLines', () => {
  it.each([
    ['an annotation where the check shows them', 'auto', true, 1, null],
    ['an annotation there when nothing is said', undefined, true, 1, null],
    ['a note where no check does', 'auto', false, 0, 1],
    ['a note everywhere on wish', 'on', true, 0, 1],
    ['no note on wish', 'off', false, 1, null],
  ] as const)('marks a line in one way: %s', (_name, lineNotes, showsAnnotations, annotations, notes) => {
    const plan = { diff: DIFF, ...(lineNotes === undefined ? {} : { lineNotes }) };

    const news = besideLines('fail', plan, explanationOf({ causes: [CAUSE] }), { showsAnnotations });

    expect(news.annotations).toHaveLength(annotations);
    expect(news.lineNotes?.length ?? null).toBe(notes);
  });

  it('resolves notes of before once the change passes, also where annotations take their place', () => {
    const plan = { diff: DIFF, lineNotes: 'auto' as const };

    expect(besideLines('pass', plan, explanationOf(), { showsAnnotations: true })).toEqual({
      annotations: [],
      lineNotes: [],
    });
  });
});
