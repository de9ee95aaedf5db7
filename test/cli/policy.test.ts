import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/start-installation.ts';
import { filesFor, runCli } from './run-cli.ts';

const EXAMPLES = path.join(ROOT, 'policies/examples');
const ORGANISATION = path.join(EXAMPLES, 'organisation.yaml');
const REPOSITORY = path.join(EXAMPLES, 'repository.perfbudget.yml');

const POLICY = `schema: perf-agent.policy.v1
id: shop
locked: [metrics.errors]
metrics:
  - { id: latency, match: http_req_duration, statistics: [p95], margin: 0.1, onRegression: fail }
  - { id: errors, match: http_req_failed, statistics: [rate], margin: 0.005, onRegression: fail }
`;

describe('policy check', () => {
  it('takes every example and the default policy', async () => {
    const files = readdirSync(EXAMPLES).map((name) => path.join(EXAMPLES, name));

    const { code, stdout } = await runCli([
      'policy',
      'check',
      ...files,
      path.join(ROOT, 'policies/default.yaml'),
      '--policy',
      ORGANISATION,
    ]);

    expect(stdout.split('\n').filter((line) => line !== '' && !line.endsWith(': ok'))).toEqual([]);
    expect(code).toBe(0);
  });

  it('says file, line and column of a fault, and the nearest key', async () => {
    using files = filesFor({ 'p.yaml': POLICY.replace('margin: 0.1', 'margn: 0.1') });

    const { code, stdout } = await runCli(['policy', 'check', files.at('p.yaml')]);

    expect(code).toBe(1);
    expect(stdout).toContain(`${files.at('p.yaml')}:5:65 metrics.0: must NOT`);
    expect(stdout).toContain('("margn" is unknown, meant "margin"?)');
  });

  it('says which values of a budget file would not be granted, and where they stand', async () => {
    using files = filesFor({
      'p.yaml': POLICY,
      '.perfbudget.yml': `schema: perf-agent.perfbudget.v1
metrics:
  - { id: latency, margin: 0.3 }
  - { id: errors, margin: 0.001 }
  - { id: lenient, match: 'http_*', statistics: [p95], margin: 2, onRegression: ignore }
exemptions:
  - { id: me, metric: '*', owner: us, reason: we are busy, until: 2030-01-01 }
`,
    });

    const { code, stdout } = await runCli([
      'policy',
      'check',
      files.at('.perfbudget.yml'),
      '--policy',
      files.at('p.yaml'),
    ]);

    expect(code).toBe(1);
    expect(stdout).toContain(
      '.perfbudget.yml:3:28 metrics.latency.margin is not applied: 0.3 would loosen 0.1',
    );
    expect(stdout).toContain(
      '.perfbudget.yml:4:27 metrics.errors.margin is not applied: the organisation has locked it',
    );
    expect(stdout).toContain(
      'metrics.lenient is not applied: it would stand before the rule "latency" with a looser margin',
    );
    expect(stdout).toContain('exemptions.me is not applied: it pardons figures');
  });

  it('says each of several faults on a line of its own', async () => {
    using files = filesFor({ 'p.yaml': `${POLICY}alpha: 5\nbudgets: 7\n` });

    const { stdout } = await runCli(['policy', 'check', files.at('p.yaml')]);

    expect(stdout.trim().split('\n')).toEqual([
      `${files.at('p.yaml')}:7:8 alpha: must be <= 0.2`,
      `${files.at('p.yaml')}:8:10 budgets: must be array, not 7: write [7]`,
    ]);
  });

  it.each([
    ['a freeze that ends before it begins', "until: '2026-01-01T00:00'", ' freezes.0.until: ends at'],
    [
      'a day that there is not',
      "until: '2027-02-30T00:00'",
      ' freezes.0.until: must be a time on the wall clock as 2026-12-20T18:00, of a day that exists',
    ],
  ])('refuses %s', async (_name, until, said) => {
    const freeze = `freezes:\n  - id: f\n    reason: holidays\n    timeZone: Europe/Berlin\n    from: '2026-12-20T18:00'\n    ${until}\n`;
    using files = filesFor({ 'p.yaml': POLICY + freeze });

    const { code, stdout } = await runCli(['policy', 'check', files.at('p.yaml')]);

    expect(code).toBe(1);
    expect(stdout).toContain(`${files.at('p.yaml')}:12:12${said}`);
  });
});

describe('policy explain', () => {
  it('names the value that holds, its line and every value that it stands in place of', async () => {
    const { code, stdout } = await runCli([
      'policy',
      'explain',
      '--metric',
      'http_req_duration',
      '--statistic',
      'p95',
      '--service',
      'checkout-api',
      '--policy',
      ORGANISATION,
      '--budget',
      REPOSITORY,
      '--path',
      'docs/intro.md',
      '--json',
    ]);

    const { figures } = JSON.parse(stdout) as {
      figures: { rule: { id: string; values: { field: string; origin: object; candidates: object[] }[] } }[];
    };
    const onRegression = figures[0]?.rule.values.find(({ field }) => field === 'onRegression');
    expect(code).toBe(0);
    expect(figures[0]?.rule.id).toBe('latency');
    expect(onRegression?.origin).toEqual({
      level: 'path',
      file: ORGANISATION,
      ...placeOf('id: documentation', 5),
    });
    expect(onRegression?.candidates).toMatchObject([
      { value: 'fail', outcome: 'overridden', origin: { level: 'organisation' } },
      { value: 'warn', outcome: 'holds', origin: { level: 'path' } },
    ]);
  });

  it('names the rule that decides who may approve, by verdict, with what it stands in place of', async () => {
    using files = filesFor({
      'p.yaml': `${POLICY}people:
  - { id: anna, name: Anna Berg, accounts: { git: anna } }
  - { id: bert, accounts: { git: bert } }
approvals:
  - { id: risky, approvers: [anna, bert] }
services:
  - match: checkout*
    approvals: [{ id: risky, count: 2 }]
paths:
  - id: database
    match: [db/**]
    approvals: [{ id: database, when: { verdict: [fail] }, approvers: [bert] }]
`,
    });
    const about = ['--policy', files.at('p.yaml'), '--service', 'checkout-api', '--path', 'db/7.sql'];

    const high = await runCli(['policy', 'explain', '--approval', ...about]);
    const low = await runCli([
      'policy',
      'explain',
      '--approval',
      '--risk',
      'low',
      '--verdict',
      'pass',
      ...about,
    ]);

    expect(high.stdout).toContain('  fail: rule database decides; 1 of bert\n');
    expect(high.stdout).toContain('no-data: rule risky decides; 2 of anna (Anna Berg), bert\n');
    expect(high.stdout).toContain(
      `    count              2  ${files.at('p.yaml')}:14 (service)\n      over 1  by default (organisation)`,
    );
    expect([high.code, low.code]).toEqual([0, 1]);
    expect(low.stdout).toContain('  pass: nobody is asked\n');
    expect(low.stdout).toContain('): it is for a risk that is high');
  });

  it('says with exit code 1 that nothing is about a metric', async () => {
    const { code, stdout } = await runCli([
      'policy',
      'explain',
      '--metric',
      'unheard_of',
      '--policy',
      ORGANISATION,
    ]);

    expect(code).toBe(1);
    expect(stdout).toContain('no rule, budget or gate is about it');
  });
});

/** Line of the value some lines below a text of the example, where its key ends. */
function placeOf(text: string, below: number): { readonly line: number; readonly column: number } {
  const lines = readFileSync(ORGANISATION, 'utf8').split('\n');
  const line = lines.findIndex((one) => one.includes(text)) + below;
  return { line: line + 1, column: (lines[line] ?? '').indexOf('warn') + 1 };
}

describe('policy test', () => {
  it.each([
    ['the organisation', [ORGANISATION], '12 of 12 cases as expected.'],
    ['the repository', [REPOSITORY, '--policy', ORGANISATION], '3 of 3 cases as expected.'],
  ])('runs the cases of the example of %s', async (_name, args, said) => {
    const { code, stdout } = await runCli(['policy', 'test', ...args]);

    expect(stdout).toContain(said);
    expect(code).toBe(0);
  });

  it('shows what a wrong case expects and what it gets, with exit code 1', async () => {
    using files = filesFor({
      'p.yaml': `${POLICY}tests:
  - name: a slow page passes
    given: [{ metric: http_req_duration, statistic: p95, baseline: [1, 1, 1], candidate: [9, 9, 9] }]
    expect: { verdict: pass, reasons: [] }
`,
    });

    const { code, stdout } = await runCli(['policy', 'test', files.at('p.yaml')]);

    expect(code).toBe(1);
    expect(stdout).toContain('  - verdict: pass\n  + verdict: fail\n  - reasons: none\n  + reasons: latency');
    expect(stdout).toContain('0 of 1 cases as expected.');
  });

  it('holds a case to the approval rule that asks', async () => {
    using files = filesFor({
      'p.yaml': `${POLICY}people: [{ id: anna, accounts: { git: anna } }]
approvals: [{ id: risky, approvers: [anna] }]
tests:
  - name: nobody is asked about a high risk
    risk: high
    given: [{ metric: http_req_duration, statistic: p95, baseline: [1, 1, 1], candidate: [9, 9, 9] }]
    expect: { verdict: fail, approval: null }
`,
    });

    const { code, stdout } = await runCli(['policy', 'test', files.at('p.yaml')]);

    expect(code).toBe(1);
    expect(stdout).toContain('  - approval: nobody is asked\n  + approval: risky');
  });

  it('calls a file without cases wrong usage, not a success', async () => {
    using files = filesFor({ 'p.yaml': POLICY });

    const { code, stderr } = await runCli(['policy', 'test', files.at('p.yaml')]);

    expect(code).toBe(2);
    expect(stderr).toContain('no "tests" are written there');
  });
});
