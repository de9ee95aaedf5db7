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
      '| E1 | `http_req_duration` p95<br>`name=/orders` | **regression** | 41.2 ms | 76.8 ms | +86.4 % (+79 to +94 %) | very sure: p < 0.0001 |',
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
    expect(text).toContain('**regression** (not gated)');
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
