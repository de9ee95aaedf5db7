import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding, masked, reportInput } from '../../test/support/report-input.ts';
import { renderComment } from './render-comment.ts';
import { reportModel } from './report-model.ts';

const generous = { maxLength: 60_000 };
const comment = (overrides: Parameters<typeof reportInput>[0], options = generous): string =>
  renderComment(reportModel(reportInput(overrides)), options);

const many = Array.from({ length: 500 }, (_, index) =>
  finding({ id: `E${index + 1}`, metric: masked(`metric_${index}`), reason: masked('x'.repeat(300)) }),
);

describe('renderComment', () => {
  it('begins with the verdict in words and ends with what was compared', () => {
    const lines = comment({}).trimEnd().split('\n');

    expect(lines[0]).toBe('### p95 of http_req_duration for /orders rose by 86 %');
    expect(lines.at(-1)).toBe(
      '<sub>commit `bbbbbbbbbbbb` · baseline `aaaaaaaaaaaa` · environment ci-runner</sub>',
    );
  });

  it('shows what matters as figure, change with interval and how sure', () => {
    expect(comment({})).toContain(
      '| E1 | `http_req_duration` p95<br>`name=/orders` | **regression (high)** | 41.2 ms | 76.8 ms | +86.4 % (+79 to +94 %) | very sure: p < 0.0001 |',
    );
  });

  it('names causes and cures with the evidence they rest on', () => {
    expect(comment({})).toContain(
      '**Cause**\n\n- The change asks the database once for each item of an order. (E1, D1 `src/orders.ts`; medium confidence)',
    );
    expect(comment({})).toContain('Explained by rules; no model was asked.');
  });

  it('folds figures without change away and leaves out the table when none matters', () => {
    const calm = finding({ answer: 'no-change', effect: 0.001, interval: { low: -0.01, high: 0.01 } });

    const text = comment({ findings: [calm] });

    const table = text.indexOf('`http_req_duration`');
    expect(table).toBeGreaterThan(text.indexOf('<details>'));
  });

  it('does not put figures that the policy ignores before the reader', () => {
    const ignored = finding({ rule: 'watched', metric: masked('watched_size') });

    const text = comment({ findings: [ignored] });

    expect(text.indexOf('watched_size')).toBeGreaterThan(text.indexOf('<details>'));
    expect(text).toContain('**regression (high)** (not gated)');
  });

  it('says a different environment before the figures', () => {
    const differences = [masked('cpu: 2 cores against 4 cores')];

    const text = comment({
      analysis: { environments: { baseline: [], candidate: [], differences, scale: null } },
    });

    expect(text).toContain('**Measured in different environments:** cpu: 2 cores against 4 cores');
    expect(text.indexOf('different environments')).toBeLessThan(text.indexOf('| E1 |'));
  });

  it('shows breached budgets with the bound', () => {
    const budget = {
      id: 'B1',
      metric: masked('http_req_duration'),
      statistic: 'p95',
      value: 312.4,
      max: 250,
      min: null,
      result: 'breached' as const,
      onBreach: 'fail' as const,
      source: '.perfbudget.yml',
      rolling: null,
    };

    expect(comment({ analysis: { budgets: [budget] } })).toContain(
      '| B1 | `http_req_duration` p95 | **breached** | 312.4 | at most 250 | .perfbudget.yml |',
    );
  });

  it('says that a step was there before the change, since when, and does not print it as news', () => {
    const step = {
      kind: 'step' as const,
      commit: 'e5'.repeat(20),
      at: '2026-11-20T09:00:00.000Z',
      relativeShift: 0.9,
      before: 40,
      after: 76,
      pValue: 0.001,
    };
    const before = { change: step, effect: 0.01, reason: masked('Not by this change.') };

    const text = comment({ findings: [finding({ before })] });

    expect(text).toContain(
      '| worse before this change | 41.2 ms | 76.8 ms | +86.4 % (+79 to +94 %) | step at e5e5e5e5e5e5, 2026-11-20 |',
    );
    expect(text).toContain(': 1 worse before this change.');
    expect(text).not.toContain('**Impact**');
  });

  it('shows findings of one cause once, names the others, and lists them when unfolded', () => {
    const same = finding({ id: 'E2', statistic: 'p99', sameCauseAs: 'E1' });

    const text = comment({ findings: [finding(), same] });

    const [shown = '', folded = ''] = text.split('<details>');
    expect(shown).toContain('| **regression (high)**<br>with it E2 |');
    expect(shown).not.toContain('| E2 |');
    expect(folded).toContain('| E2 |');
  });

  it('says what users feel, and how often such an answer is wrong', () => {
    const impact = {
      score: 48,
      requestShare: 0.4,
      budgetUse: 1.2,
      reason: masked('40 % of requests hit, 86.4 % worse, over budget (120 % of it).'),
    };
    const errorRates = { alpha: 0.0042, falseDiscoveryRate: 0.01, look: 2 };

    const text = comment({ findings: [finding({ impact })], analysis: { errorRates } });

    expect(text).toContain('**Impact** of E1: high. 40 % of requests hit, 86.4 % worse');
    expect(text).toContain(
      '| Error rates | a false alarm in at most 0.42 % of unchanged figures and 1 % of unchanged changes; look 2 at this commit',
    );
  });

  it('lists monitoring that moved with the change', () => {
    const leads = { symptom: masked('http_latency'), seconds: 5, correlation: 0.912 };
    const moved = {
      id: 'M1',
      node: masked('orders-1'),
      metric: masked('db_connections'),
      score: 0.7,
      strength: 31,
      reason: masked('db_connections went from 4 to 40, 31 robust standard deviations.'),
      leads,
    };

    const text = comment({ analysis: { moved: [moved] } });

    expect(text).toContain('**Monitoring that moved with it**');
    expect(text).toContain('- M1 `db_connections` of `orders-1`: db');
    expect(text).toContain('5 s before http');
  });

  it('says where the bound of a rolling gate comes from', () => {
    const gate = {
      id: 'B1',
      metric: masked('coverage'),
      statistic: 'value',
      value: 71,
      max: null,
      min: 80.2,
      result: 'breached' as const,
      onBreach: 'fail' as const,
      source: 'gate coverage',
      rolling: { median: 81.2, values: 10 },
    };

    expect(comment({ analysis: { budgets: [gate] } })).toContain('at least 80.2 (median 81.2 of 10 commits)');
  });

  it('never exceeds its limit, and says what was left out', () => {
    for (const maxLength of [200, 500, 1_000, 2_000, 4_000, 8_000, 30_000]) {
      const text = comment({ findings: many }, { maxLength });

      expect(text.length).toBeLessThanOrEqual(maxLength);
      expect(text).toMatch(/left out here|has everything/);
    }
  });

  it('counts what it leaves out exactly', () => {
    const text = comment({ findings: many });

    expect(text).toContain('495 more left out here (figures that changed or are unsettled).');
    expect(text).toContain('450 more left out here (figures).');
  });

  it('stays within any limit whatever text it is given', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 2_000 }),
        fc.integer({ min: 200, max: 5_000 }),
        (text, maxLength) => {
          const words = masked(text);
          const findings = [
            finding({ metric: words, labels: { a: words } }),
            finding({ id: 'E2', unit: text }),
          ];

          const body = comment(
            { findings, decision: { headline: words }, analysis: { notes: [words] } },
            { maxLength },
          );

          expect(body.length).toBeLessThanOrEqual(maxLength);
        },
      ),
    );
  });

  it('links the report and shows the picture, but never an address that is no web page', () => {
    const links = {
      ...generous,
      reportUrl: 'https://reports.example/r?sig=a%2Bb',
      imageUrl: 'javascript:alert(1)',
    };

    const text = renderComment(reportModel(reportInput()), links);

    expect(text).toContain('[full report](https://reports.example/r?sig=a%2Bb)');
    expect(text).not.toContain('javascript');
  });
});
