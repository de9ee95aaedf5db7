import { describe, expect, it } from 'vitest';
import { analysisOf, budgetOf, findingOf, movedOf, planOf } from '../../test/support/analysis-of.ts';
import { Masked } from '../contracts/masked.ts';
import { checkClaims } from './check-claims.ts';

const OWN = Masked.parse('our own summary');
const analysis = analysisOf({ findings: [findingOf()], budgets: [budgetOf()], moved: [movedOf()] });
const plan = planOf([{ path: 'src/orders.ts' }]);

describe('checkClaims', () => {
  it.each([
    ['a claim without numbers', 'A loop asks once for each item.', ['E1', 'D1']],
    ['a rounded percentage', 'It rose by 84 %.', ['E1']],
    ['a mean as it stands', 'It went from 100 to 184 ms.', ['E1']],
    ['a figure within two per cent', 'It is now 187 ms.', ['E1']],
    ['the name of a percentile', 'The p95 became worse.', ['E1']],
    ['small counts', 'Two queries became 3.', ['E1']],
    ['the id of another finding', 'As E1 shows, a budget is breached.', ['B1']],
    ['a budget and its limit', 'It is 612 where 500 is allowed.', ['B1']],
    ['monitoring, when it moved and how far', 'It went to 40, 31 deviations, 12 s earlier.', ['M1', 'E1']],
    ['lines of a file', 'It adds 12 lines.', ['D1']],
  ])('keeps %s', (_name, text, evidence) => {
    const { causes, dropped } = checked(text, evidence);

    expect(causes.map((claim) => claim.text)).toEqual([text]);
    expect(dropped).toEqual([]);
  });

  it.each([
    ['an id that does not exist', 'A lock.', ['E9'], 'cites E9, which does not exist'],
    ['one strange id among good ones', 'A lock.', ['E1', 'D2'], 'cites D2, which does not exist'],
    ['markup in place of an id', 'A lock.', ['<b>E1</b>'], 'cites something that is no evidence id'],
    ['monitoring that did not move', 'A pool.', ['M2'], 'cites M2, which does not exist'],
    ['a wrong number', 'It rose by 140 %.', ['E1'], 'names 140, which the cited evidence does not'],
    ['a number of other evidence', 'It is 612 ms.', ['E1'], 'names 612, which the cited evidence does not'],
    [
      'a wrong fraction',
      'It takes 3.75 times as long.',
      ['E1'],
      'names 3.75, which the cited evidence does not',
    ],
  ])('drops %s and says why', (_name, text, evidence, why) => {
    const { causes, dropped } = checked(text, evidence);

    expect(causes).toEqual([]);
    expect(dropped).toContainEqual({ text, why });
  });

  it('takes no figure for another that is near the level of confidence', () => {
    expect(checked('It became 93.7 % faster.', ['E1']).causes).toEqual([]);
    expect(checked('The 95 % interval lies above it.', ['E1']).causes).toHaveLength(1);
  });

  it('puts our own summary in place of one whose claims were all dropped', () => {
    const claim = { text: 'A lock.', evidence: ['E9'], confidence: 'low' as const };

    const { summary } = checkClaims(
      { summary: 'A lock.', causes: [claim], fixes: [] },
      analysis,
      plan,
      OWN,
      mask,
    );

    expect(summary).toBe('our own summary');
  });

  it('puts our own summary in place of one with a number that no evidence has', () => {
    const reply = { summary: 'It is 999 % slower.', causes: [], fixes: [] };

    const { summary, dropped } = checkClaims(reply, analysis, plan, OWN, mask);

    expect(summary).toBe('our own summary');
    expect(dropped).toHaveLength(1);
  });

  it('masks the words of the model, kept or dropped', () => {
    const claim = (evidence: string[]): { text: string; evidence: string[]; confidence: 'low' } => ({
      text: 'The password is hunter2x.',
      evidence,
      confidence: 'low',
    });
    const reply = { summary: 'hunter2x', causes: [claim(['E1'])], fixes: [claim(['E8'])] };

    const result = checkClaims(reply, analysis, plan, OWN, mask);

    expect(result.dropped).toHaveLength(1);
    expect(JSON.stringify(result)).not.toContain('hunter2x');
  });
});

function checked(text: string, evidence: string[]): ReturnType<typeof checkClaims> {
  const reply = { summary: 'Slower.', causes: [{ text, evidence, confidence: 'high' as const }], fixes: [] };
  return checkClaims(reply, analysis, plan, OWN, mask);
}

function mask(text: string): Masked {
  return Masked.parse(text.replaceAll('hunter2x', '[secret]'));
}
