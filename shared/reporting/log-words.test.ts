import { describe, expect, it } from 'vitest';
import type { LogChange, LogDifference } from '../contracts/log-evidence.ts';
import { Masked } from '../contracts/masked.ts';
import { logClaims } from '../reasoning/log-claims.ts';
import { logBlocks, logSection } from './log-blocks.ts';
import { comparisonWords, kindWords, logTitle } from './log-words.ts';

const SHIFT: LogChange = {
  id: 'L1',
  kind: 'shift',
  shift: {
    property: 'status',
    value: '5xx',
    baseline: { count: 6, of: 3_000 },
    candidate: { count: 900, of: 3_000 },
  },
  pattern: 'p1',
  template: Masked.parse('GET <*> responded <*>'),
  example: Masked.parse('GET /orders/1 responded 200'),
  severity: 'info',
  component: null,
  baselineCount: 3_000,
  candidateCount: 3_000,
  rateRatio: 150,
  interval: { low: 50, high: 700 },
  pValue: 1e-90,
  adjustedPValue: 1e-89,
  significant: true,
  firstSeen: { line: 0, time: null },
};

const LOGS: LogDifference = {
  baseline: { files: 1, lines: 3_000, records: 3_000, unsorted: 0 },
  candidate: { files: 1, lines: 3_000, records: 3_000, unsorted: 12 },
  comparedBy: 'duration',
  tested: 1,
  changes: [SHIFT],
  more: 0,
  causes: [{ kind: 'dependency', evidence: [], changes: ['L1'] }],
};

describe('words of a shift', () => {
  it('say which share changed from what to what', () => {
    expect(kindWords(SHIFT)).toBe('shift: status 5xx 0.2 % → 30 %');
    expect(kindWords({ ...SHIFT, kind: 'new', shift: null })).toBe('new info');
    expect(logTitle(LOGS)).toBe('Log patterns: 1 shifted');
  });

  it('stand in comment and report', () => {
    expect(logBlocks(LOGS, 5).join('\n')).toContain('| L1 | shift: status 5xx 0.2 % → 30 % |');
    expect(logSection(LOGS)?.markup).toContain('<td>shift: status 5xx 0.2 % → 30 %</td>');
  });

  it('are cited as a lead when it is for the worse', () => {
    expect(logClaims(LOGS)).toMatchObject([
      { evidence: ['L1'], text: expect.stringContaining('or tell of errors more often') as string },
    ]);
    expect(logClaims({ ...LOGS, changes: [{ ...SHIFT, rateRatio: 0.01 }] })).toEqual([]);
  });

  it('tell when a log had more messages than are kept apart', () => {
    expect(comparisonWords(LOGS)).toContain('12 records had more different messages than are kept apart');
  });
});
