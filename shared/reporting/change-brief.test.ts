import { describe, expect, it } from 'vitest';
import { finding, masked, reportInput } from '../../test/support/report-input.ts';
import { ChangeBrief } from '../contracts/change-brief.ts';
import { changeBrief } from './change-brief.ts';
import { reportModel } from './report-model.ts';

const links = { report: 'https://perf.example/r?signature=a', expireAt: '2026-11-28T08:00:00.000Z' };
const briefOf = (given: Parameters<typeof reportInput>[0] = {}): ChangeBrief =>
  changeBrief(reportModel(reportInput(given)), links);

describe('changeBrief', () => {
  it('says what the comment says, in parts', () => {
    const brief = briefOf();

    expect(ChangeBrief.parse(brief)).toEqual(brief);
    expect(brief).toMatchObject({
      verdict: 'fail',
      severity: 'high',
      service: 'orders',
      change: { name: 'shop/orders !17', url: 'https://gitlab.example/shop/orders/-/merge_requests/17' },
      commit: 'bbbbbbbbbbbb',
      baseline: 'aaaaaaaaaaaa',
      moreFigures: 0,
      links: { report: 'https://perf.example/r?signature=a' },
    });
    expect(brief.figures).toMatchObject([
      {
        metric: expect.stringContaining('p95') as string,
        answer: expect.stringContaining('regression') as string,
      },
    ]);
    expect(brief.figures[0]?.change).toContain('+86.4 %');
    expect(brief.causes[0]?.evidence).toEqual(['E1', 'D1 src/orders.ts']);
  });

  it('leaves out what did not change and what the policy ignores, and counts what does not fit', () => {
    const findings = [
      ...Array.from({ length: 14 }, (_, index) => finding({ id: `E${index + 1}` })),
      finding({ id: 'E20', answer: 'no-change' }),
      finding({ id: 'E21', rule: 'watched' }),
    ];

    const brief = briefOf({ findings });

    expect(brief.figures).toHaveLength(10);
    expect(brief.moreFigures).toBe(4);
  });

  it('cuts what is long and drops addresses that are none', () => {
    const brief = briefOf({
      change: { title: masked('x'.repeat(5_000)), url: masked('javascript:alert(1)') },
      decision: { headline: masked('y'.repeat(5_000)) },
    });

    expect(brief.change.title).toHaveLength(200);
    expect(brief.headline).toHaveLength(300);
    expect(brief.change.url).toBeNull();
  });

  it('names a branch where there is no change', () => {
    expect(briefOf({ change: { number: null } }).change.name).toBe('shop/orders, lazy-items');
    expect(briefOf({ change: { number: null, sourceBranch: null } }).change.name).toBe('shop/orders');
  });
});
