import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureCpu } from '../../test/support/measure-cpu.ts';
import { createMasker } from './create-masker.ts';
import type { CustomRule } from './custom-rule.ts';
import { compileCustomRules } from './custom-rules.ts';
import { compileLinearExpression } from './linear-expression.ts';

const badge: CustomRule = {
  name: 'badge',
  pattern: '\\bEMP-\\d{6}\\b',
  examples: { match: ['badge EMP-123456 in'], ignore: ['EMP-12', 'TEMP-123456'] },
};

describe('custom rules', () => {
  it('masks what a rule finds, with pseudonyms named after it', () => {
    const masker = createMasker({ runKey: 'k', customRules: [badge] });

    expect(masker.mask('seen EMP-004711 today')).toMatch(/^seen <badge-[0-9a-f]{12}> today$/);
  });

  it('rejects a rule that does not find its own example', () => {
    const rule = { ...badge, examples: { match: ['EMP-1'], ignore: ['x'] } };

    expect(() => compileCustomRules([rule])).toThrow(/"badge" does not find its example match\[0\]/);
  });

  it('rejects a rule that finds something in an example to be ignored', () => {
    const rule = { ...badge, examples: { match: ['EMP-123456'], ignore: ['ok', 'EMP-999999'] } };

    expect(() => compileCustomRules([rule])).toThrow(/ignore\[1\]/);
  });

  it.each(['(?=a)b', '(a)\\1', 'a{2001}', '[a', '(a', 'a)', '*a', '(?<n>a)', '\\q'])(
    'refuses the pattern %j',
    (pattern) => {
      expect(() => compileLinearExpression(pattern)).toThrow(/cannot be used/);
    },
  );
});

describe('compileLinearExpression', () => {
  const sources = [
    'a+b',
    '(?:ab|a)(?:c|bcd)?',
    '[a-c]{2,3}',
    'a?b*c',
    '\\bab\\b',
    '^a|b$',
    '[^a]b',
    'a(?:b|c)+a',
  ];

  it('agrees with the built-in engine on short texts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 }),
        (source, text) => {
          const found = compileLinearExpression(source).findAll(text);

          const first = firstLongest(source, text);
          expect(found[0] ?? null).toEqual(first);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('takes time proportional to a text that makes backtracking explode', () => {
    const expression = compileLinearExpression('(?:a|a|aa)*b');

    const { tookMs } = measureCpu(() => expression.findAll('a'.repeat(20_000)));

    expect(tookMs).toBeLessThan(10_000);
  });
});

/** Leftmost and longest by trying every stretch with the built-in engine. */
function firstLongest(source: string, text: string): { start: number; end: number } | null {
  for (let start = 0; start < text.length; start++) {
    for (let end = text.length; end > start; end--) {
      const whole = new RegExp(`(?<=^[^]{${start}})(?:${source})(?=[^]{${text.length - end}}$)`);
      const match = whole.exec(text);
      if (match !== null && match.index === start && match[0].length === end - start) return { start, end };
    }
  }
  return null;
}
