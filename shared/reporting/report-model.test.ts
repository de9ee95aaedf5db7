import { describe, expect, it } from 'vitest';
import { finding, reportInput } from '../../test/support/report-input.ts';
import { formatEffect, formatMeasure } from './format-measure.ts';
import { reportModel } from './report-model.ts';
import { safeLink } from './safe-link.ts';

const calm = { answer: 'no-change', severity: 'none', effect: 0.01 } as const;

describe('reportModel', () => {
  it('puts what a reader needs first, whatever order the findings came in', () => {
    const findings = [
      finding({ id: 'E1', ...calm }),
      finding({ id: 'E2', answer: 'improvement', effect: -0.5 }),
      finding({ id: 'E3', answer: 'undecided', effect: 0.2 }),
      finding({ id: 'E4', severity: 'low', effect: 9 }),
      finding({ id: 'E5', severity: 'critical', effect: 0.2 }),
      finding({ id: 'E6', rule: 'watched', severity: 'critical', effect: 3 }),
      finding({ id: 'E7', severity: 'critical', effect: 0.4 }),
    ];

    const order = (list: typeof findings): readonly string[] =>
      reportModel(reportInput({ findings: list })).rows.map((row) => row.finding.id);

    expect(order(findings)).toEqual(['E7', 'E5', 'E4', 'E3', 'E2', 'E1', 'E6']);
    expect(order(findings.toReversed())).toEqual(order(findings));
  });

  it('counts every kind of answer in the summary', () => {
    const findings = [
      finding({ id: 'E1' }),
      finding({ id: 'E2' }),
      finding({ id: 'E3', ...calm }),
      finding({ id: 'E4', answer: 'undecided' }),
    ];

    expect(reportModel(reportInput({ findings })).summary).toBe(
      '2 regressions, 1 undecided, 1 without change',
    );
  });

  it('keeps regressions apart that the policy does not gate', () => {
    const findings = [
      finding({ id: 'E1' }),
      finding({ id: 'E2', rule: 'watched' }),
      finding({ id: 'E3', rule: 'no such' }),
    ];

    const { summary } = reportModel(reportInput({ findings }));

    expect(summary).toBe('1 regression, 2 regressions that are not gated');
  });

  it('says that nothing was measured', () => {
    expect(reportModel(reportInput({ findings: [] })).summary).toBe('nothing was measured');
  });

  it('names the file that evidence of the diff stands for', () => {
    const [cause] = reportModel(reportInput()).causes;

    expect(cause?.evidence).toEqual([
      { id: 'E1', file: null },
      { id: 'D1', file: 'src/orders.ts' },
    ]);
  });

  it('says which source is missing', () => {
    const model = reportModel(reportInput({ analysis: { parts: { used: [], missing: ['prometheus'] } } }));

    expect(model.notes).toEqual(['Source prometheus gave nothing in time and is missing here.']);
  });

  it.each([
    ['undecided', 7, 'not sure: needs 7 more runs a side'],
    ['undecided', 1, 'not sure: needs 1 more run a side'],
    ['undecided', null, 'not sure: more runs alone do not help'],
    ['regression', null, 'very sure: p < 0.0001'],
    ['no-change', null, 'sure: within ±5 %'],
    ['no-baseline', null, 'first runs become the baseline'],
  ] as const)('words the certainty of %s with %s further runs', (answer, furtherRuns, words) => {
    const [row] = reportModel(reportInput({ findings: [finding({ answer, furtherRuns })] })).rows;

    expect(row?.certainty).toBe(words);
  });
});

describe('formatMeasure', () => {
  it.each([
    [41.23, 'ms', 'ratio-scale', '41.2 ms'],
    [12_345, 'ms', 'ratio-scale', '12.3 s'],
    [0.0234, '', 'proportion', '2.34 %'],
    [2048, 'B', 'additive', '2 KiB'],
    [-3_500_000, 'bytes', 'additive', '−3.34 MiB'],
    [120, '1/s', 'count', '120 1/s'],
    [7, '', 'additive', '7'],
    [null, 'ms', 'ratio-scale', 'none'],
  ] as const)('writes %s %s (%s) as %s', (value, unit, scale, text) => {
    expect(formatMeasure(value, { unit, scale })).toBe(text);
  });
});

describe('formatEffect', () => {
  it.each([
    [0.8642, 'ms', 'ratio-scale', '+86.4 %'],
    [-0.0123, 'ms', 'ratio-scale', '−1.2 %'],
    [0.0004, 'ms', 'ratio-scale', '+0.04 %'],
    [12.5, 'ms', 'ratio-scale', '+1,250 %'],
    [0.023, '', 'proportion', '+2.3 points'],
    [2011, 'B', 'additive', '+1.96 KiB'],
    [-3, '', 'count', '−3'],
  ] as const)('writes %s %s (%s) as %s', (effect, unit, scale, text) => {
    expect(formatEffect(effect, { unit, scale })).toBe(text);
  });
});

describe('safeLink', () => {
  it('keeps a signed address working', () => {
    expect(safeLink('https://x.example/a_b?sv=1&sig=a%2Bb%3D')).toBe(
      'https://x.example/a_b?sv=1&sig=a%2Bb%3D',
    );
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'https://name:word@x.example/',
    'no address',
    `https://x.example/${'a'.repeat(1_000)}`,
    null,
  ])('links nothing for %s', (address) => {
    expect(safeLink(address)).toBeNull();
  });

  it('leaves nothing that ends a link or an attribute', () => {
    expect(safeLink(`https://x.example/")'<>|\`[]`)).toMatch(/^https:\/\/x\.example\/[^"')<>|`[\]]+$/);
  });
});
