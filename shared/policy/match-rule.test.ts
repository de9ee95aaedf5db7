import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricRule } from '../contracts/plan.ts';
import { fits, matchRule, rulesFor } from './match-rule.ts';

describe('fits', () => {
  it.each([
    ['http_req_duration', 'http_req_duration', true],
    ['http_req_duration', 'http_req_*', true],
    ['http_req_duration', '*', true],
    ['http_req_duration', '*duration', true],
    ['http_req_duration', 'h*req*n', true],
    ['http_req_duration', 'http_req', false],
    ['http_req_duration', 'duration', false],
    ['ab', 'ab*b', false],
    ['aba', 'ab*ba', false],
    ['', '*', true],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
  ])('says of %s against %s: %s', (name, pattern, expected) => {
    expect(fits(name, pattern)).toBe(expected);
  });

  it('agrees with a regular expression of the same meaning', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
    fc.assert(
      fc.property(letters, patterns, (name, pattern) => {
        const twin = new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`);
        expect(fits(name, pattern)).toBe(twin.test(name));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('matchRule', () => {
  it('takes the first rule that fits, not the closest', () => {
    const rules = [rule('wide', 'http_*'), rule('exact', 'http_req_duration')];

    expect(matchRule('http_req_duration', 'p95', rules)?.id).toBe('wide');
  });

  it('leaves a statistic that a rule does not list to the rules behind it', () => {
    const tail = { ...rule('tail', 'http_*'), statistics: ['p99'] };

    expect(matchRule('http_req_duration', 'p99', [rule('wide', 'http_*'), tail])?.id).toBe('tail');
  });

  it('gives null for a metric that no rule names', () => {
    expect(matchRule('cpu', 'p95', [rule('wide', 'http_*')])).toBeNull();
  });
});

describe('rulesFor', () => {
  const staging = { ...rule('staging', 'http_*'), environments: ['staging*'] };
  const production = { ...rule('production', 'http_*'), environments: ['prod*'] };
  const first = (measured: readonly string[]): string | undefined =>
    matchRule('http_req_duration', 'p95', rulesFor([staging, production], measured))?.id;

  it('lets no rule for another environment hide the one that counts where it was measured', () => {
    expect(first(['prod-eu'])).toBe('production');
    expect(first(['staging-1'])).toBe('staging');
  });

  it('keeps the order of rules that count, and those that count elsewhere, which say so', () => {
    expect(first(['staging', 'prod'])).toBe('staging');
    expect(first(['laptop'])).toBe('staging');
    expect(first([])).toBe('staging');
  });
});

function rule(id: string, match: string): MetricRule {
  return { id, match, statistics: ['p95'], margin: 0.05, onRegression: 'fail' };
}
