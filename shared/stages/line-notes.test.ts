import { describe, expect, it } from 'vitest';
import type { Claim, Explanation } from '../contracts/explanation.ts';
import { Masked } from '../contracts/masked.ts';
import type { Plan } from '../contracts/plan.ts';
import { lineNotes } from './line-notes.ts';

const claim = (text: string, evidence: string[], confidence: Claim['confidence'] = 'medium'): Claim => ({
  text: Masked.parse(text),
  evidence,
  confidence,
});

function explained(causes: readonly Claim[], fixes: readonly Claim[] = []): Explanation {
  return {
    by: 'rules',
    model: null,
    summary: Masked.parse('It is slower.'),
    causes: [...causes],
    fixes: [...fixes],
    dropped: [],
    failovers: [],
    usage: null,
    promptSha256: null,
    answerSha256: null,
  };
}

function planWith(count: number, lineNotes?: Plan['lineNotes']): Pick<Plan, 'diff' | 'lineNotes'> {
  const paths = Array.from({ length: count }, (_, index) => `src/file-${index + 1}.ts`);
  const text = paths.map((path) => `--- ${path}\n@@ -4,1 +4,2 @@\n one\n+two`).join('\n');
  const files = paths.map((path) => ({
    path: Masked.parse(path),
    additions: 1,
    deletions: 0,
    status: 'modified' as const,
  }));
  const diff = { files, truncated: false, text: Masked.parse(text) };
  return lineNotes === undefined ? { diff } : { diff, lineNotes };
}

const CAUSE = claim('It asks once for every item.', ['E1', 'D1']);

describe('lineNotes', () => {
  it.each(['fail', 'warn'] as const)(
    'says at a "%s" cause and fix on the first added line of the cited file',
    (verdict) => {
      const explanation = explained([CAUSE], [claim('Ask once for all.', ['D1'])]);

      const notes = lineNotes(verdict, planWith(2), explanation);

      expect(notes).toMatchObject([{ key: 'src/file-1.ts', path: 'src/file-1.ts', line: 5 }]);
      expect(notes?.[0]?.body).toMatch(
        /E1; medium confidence\): It asks once for every item\.\n\n\*\*What to do:\*\* Ask once for all\./,
      );
    },
  );

  it('gathers the causes of one file in one note', () => {
    const notes = lineNotes('fail', planWith(1), explained([CAUSE, claim('It holds a lock.', ['D1'])]));

    expect(notes).toHaveLength(1);
    expect(notes?.[0]?.body).toMatch(/every item[^]*holds a lock/);
  });

  it('wants none once all is well, so that those that stand are resolved', () => {
    expect(lineNotes('pass', planWith(1), explained([CAUSE]))).toEqual([]);
  });

  it.each(['undecided', 'no-baseline', 'no-data'] as const)('leaves what stands at "%s"', (verdict) => {
    expect(lineNotes(verdict, planWith(1), explained([CAUSE]))).toBeNull();
  });

  it('leaves what stands where the policy wants no notes, or nothing was explained', () => {
    expect(lineNotes('pass', planWith(1, 'off'), null)).toBeNull();
    expect(lineNotes('fail', planWith(1, 'off'), explained([CAUSE]))).toBeNull();
    expect(lineNotes('fail', planWith(1), null)).toBeNull();
  });

  it('notes no guess of low confidence, and no cause without a file', () => {
    const causes = [claim('Perhaps the cache.', ['D1'], 'low'), claim('The log says so.', ['L1'])];

    expect(lineNotes('fail', planWith(1), explained(causes))).toEqual([]);
  });

  it('writes at most ten', () => {
    const causes = Array.from({ length: 20 }, (_, index) => claim('It is slow.', [`D${index + 1}`]));

    expect(lineNotes('fail', planWith(20), explained(causes))).toHaveLength(10);
  });

  it('lets no text of a cause be more than text', () => {
    const notes = lineNotes('fail', planWith(1), explained([claim('@all\n/merge <img src=x>', ['D1'])]));

    expect(notes?.[0]?.body).not.toMatch(/@all|^\/merge|<img/m);
  });
});
