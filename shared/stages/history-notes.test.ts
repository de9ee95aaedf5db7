import { describe, expect, it } from 'vitest';
import { findingOf } from '../../test/support/analysis-of.ts';
import { commitsOf, seriesOf } from '../../test/support/compared-series.ts';
import { createRandom } from '../statistics/distributions/create-random.ts';
import { historyNotes } from './history-notes.ts';

const one = seriesOf([100], [100]);
const calm = findingOf({ answer: 'no-change' });

function notesOf(
  growth: number,
  direction: 'lower-is-better' | 'higher-is-better' = 'lower-is-better',
): string[] {
  const random = createRandom(3);
  const commits = commitsOf(
    Array.from({ length: 60 }, (_, index) => 100 * growth ** index * Math.exp(0.02 * random.normal())),
  );
  return historyNotes([{ ...calm, direction }], [one], new Map([[one.key, commits]]));
}

describe('historyNotes', () => {
  it('notes a slow drift for the worse that no comparison of two commits shows', () => {
    expect(notesOf(1.003)).toEqual([
      expect.stringMatching(
        /^Drift before this change: http_req_duration p95 has moved by \d+ % over the last \d+ commits of the target branch \(since c\d+, p [\d.e-]+\)\.$/,
      ),
    ]);
  });

  it('notes none in a course that is level or gets better, nor without a history', () => {
    expect(notesOf(1)).toEqual([]);
    expect(notesOf(0.997)).toEqual([]);
    expect(notesOf(1.003, 'higher-is-better')).toEqual([]);
    expect(historyNotes([calm], [one], new Map())).toEqual([]);
  });
});
