import { describe, expect, it } from 'vitest';
import { idleSettings } from './idle-settings.ts';
import { perfBudgetFromText, policyFromText } from './load-documents.ts';

const HEAD = 'schema: perf-agent.policy.v1\nid: shop\n';

function rule(id: string, more: string): string {
  return `  - { id: ${id}, margin: 0.1, onRegression: fail, ${more} }\n`;
}

function idle(text: string): readonly string[] {
  const { policy } = policyFromText(HEAD + text, 'p.yaml');
  return idleSettings(policy, 'none').map(({ path, what }) => `${path.join('.')}: ${what}`);
}

describe('a rule behind others', () => {
  it.each([
    [
      'of the same name',
      'match: http_req_duration, statistics: [p95]',
      'match: http_req_duration, statistics: [p95]',
    ],
    [
      'of a wider pattern',
      "match: 'http_*', statistics: [p50, p95]",
      "match: 'http_*_duration', statistics: [p95]",
    ],
    [
      'that counts there, too',
      "match: '*', statistics: [p95], environments: ['staging*']",
      'match: a, statistics: [p95], environments: [staging-eu]',
    ],
  ])('is said to decide nothing: %s', (_name, first, second) => {
    expect(idle(`metrics:\n${rule('first', first)}${rule('second', second)}`)).toEqual([
      'metrics.1: never decides: "first" before it in the list fits all that it fits, and the first that fits decides; put it first',
    ]);
  });

  it('is said to decide nothing when two together take all of its statistics', () => {
    const rules = `${rule('one', "match: '*', statistics: [p50]")}${rule('two', "match: 'a*', statistics: [p95]")}${rule('three', 'match: ab, statistics: [p95, p50]')}`;

    expect(idle(`metrics:\n${rules}`)).toEqual([expect.stringContaining('"two" and "one" before it')]);
  });

  it.each([
    ['another statistic', "match: '*', statistics: [p95]", 'match: a, statistics: [p95, p99]'],
    ['a wider pattern than those before', 'match: a_b, statistics: [p95]', "match: 'a_*', statistics: [p95]"],
    [
      'other environments',
      'match: a, statistics: [p95], environments: [staging]',
      'match: a, statistics: [p95]',
    ],
  ])('decides where it has %s', (_name, first, second) => {
    expect(idle(`metrics:\n${rule('first', first)}${rule('second', second)}`)).toEqual([]);
  });
});

describe('a rule that a level above has, too', () => {
  const ABOVE = `${HEAD}metrics:\n${rule('wide', "match: 'http_*', statistics: [p95]")}`;
  const RESTATED = rule('wide', "match: 'http_*', statistics: [p95]");
  const OWN = rule('own', 'match: http_req_duration, statistics: [p95]');

  it.each([['services'], ['paths']])(
    'keeps its place there, so that a new one behind it decides: in %s',
    (level) => {
      const pattern = level === 'services' ? 'match: pay' : "id: pay, match: ['pay/**']";
      const rules = `metrics: [${[RESTATED, OWN].map((text) => text.trim().slice(2)).join(', ')}]`;

      expect(idle(`${ABOVE.slice(HEAD.length)}${level}:\n  - { ${pattern}, ${rules} }\n`)).toEqual([]);
    },
  );

  it('is known to a budget file by the policy of the organisation alone', () => {
    const { policy } = policyFromText(ABOVE, 'p.yaml');
    const first = RESTATED.replace('wide', 'first');
    const budget = (rules: string) =>
      perfBudgetFromText(`schema: perf-agent.perfbudget.v1\nmetrics:\n${rules}`, '.perfbudget.yml').value;

    expect(idleSettings(budget(RESTATED + OWN), policy)).toEqual([]);
    expect(idleSettings(budget(first + OWN), policy)).toHaveLength(1);
    expect(idleSettings(budget(first + OWN), 'unknown')).toEqual([]);
  });
});

describe('a pattern of paths', () => {
  it.each([
    ['!docs/**', 'a "!" excludes nothing here'],
    ['src\\pay\\**', 'folders are parted by "/"'],
    [' src/**', 'neither begins nor ends with a blank'],
    ['../lib/**', 'without ".."'],
    ['src/**/*.{ts, tsx}', 'write "src/**/*.ts", "src/**/*.tsx"'],
  ])('that no file has is said, with what to write: %s', (pattern, said) => {
    const paths = `paths: [{ id: a, match: ['${pattern}'] }]\n`;

    expect(idle(`metrics:\n${rule('first', 'match: a, statistics: [p95]')}${paths}`)).toEqual([
      expect.stringContaining(said),
    ]);
  });

  it('may have brackets and braces that folders are called by', () => {
    const services = `services: [{ match: web, paths: [{ id: a, match: ['app/[id]/page.tsx', './src/**', '/db/', 'x/{y}/z'] }] }]\n`;

    expect(idle(`metrics:\n${rule('first', 'match: a, statistics: [p95]')}${services}`)).toEqual([]);
  });
});
