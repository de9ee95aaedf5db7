import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding } from './finding.ts';
import { resolveFindings } from './resolve-findings.ts';

const finding = fc
  .record({
    at: fc.nat(60),
    length: fc.integer({ min: 1, max: 9 }),
    strength: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ at, length, strength }) => ({ start: at, end: at + length, type: 'secret', strength }));
/** Each with its own rule, so that equal ones can be told apart. */
const findings = fc
  .array(finding, { maxLength: 40 })
  .map((all) => all.map((each, number): Finding => ({ ...each, rule: `rule-${number}` })));
const TEXT = 'x'.repeat(80);

describe('resolveFindings', () => {
  it('keeps of what is given in any order what it keeps of the same in order', () => {
    fc.assert(
      fc.property(findings, (given) => {
        const inOrder = given.toSorted(
          (a, b) => a.start - b.start || b.end - a.end || b.strength - a.strength,
        );

        expect(resolveFindings(given, TEXT)).toEqual(resolveFindings(inOrder, TEXT));
      }),
    );
  });

  it('takes the longer of two that overlap, and drops what reaches into a pseudonym', () => {
    const at = (start: number, end: number, rule: string): Finding => {
      return { start, end, type: 'ip', strength: 2, rule };
    };
    const text = `${'x'.repeat(25)}<ip-0123ab.4567cd>`;

    const kept = resolveFindings([at(26, 30, 'inside'), at(4, 10, 'long'), at(0, 5, 'short')], text);

    expect(kept.map(({ rule }) => rule)).toEqual(['long']);
  });
});
