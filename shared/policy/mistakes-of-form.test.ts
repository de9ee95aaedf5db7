import { describe, expect, it } from 'vitest';
import { faultOfPolicy, PEOPLE_OF_POLICY, SMALL_POLICY } from '../../test/support/small-policy.ts';

describe('a policy that is not written as the schema has it', () => {
  it.each([
    ['an empty file', '', 'p.yaml:1:1 (whole document): must be object, and nothing stands here'],
    [
      'a file of comments',
      '# nothing\n',
      'p.yaml:1:1 (whole document): must be object, and nothing stands here',
    ],
    ['a list for the whole', '- a\n', 'p.yaml:1:1 (whole document): must be object, not a list'],
    [
      'no schema',
      SMALL_POLICY.replace('schema: perf-agent.policy.v1\n', ''),
      "p.yaml:1:1 (whole document): must have required property 'schema' (Version of this format)",
    ],
    [
      'a version that there is not',
      SMALL_POLICY.replace('policy.v1', 'policy.v2'),
      'p.yaml:1:9 schema: must be equal to constant ("perf-agent.policy.v1")',
    ],
    [
      'a share in percent',
      SMALL_POLICY.replace('margin: 0.1', 'margin: 10%'),
      'p.yaml:4:73 metrics.0.margin: must be number, not "10%": write 0.1',
    ],
    [
      'a comma in a number',
      SMALL_POLICY.replace('margin: 0.1', 'margin: "0,1"'),
      'p.yaml:4:73 metrics.0.margin: must be number, not "0,1": write 0.1',
    ],
    [
      'a comma that may be of thousands',
      SMALL_POLICY.replace('margin: 0.1', 'margin: "1,000"'),
      'p.yaml:4:73 metrics.0.margin: must be number, not "1,000": write 1000 or 1.000',
    ],
    [
      'an underscore in a number',
      SMALL_POLICY.replace('margin: 0.1', 'margin: 10_000'),
      'p.yaml:4:73 metrics.0.margin: must be number, not "10_000": write 10000',
    ],
    [
      'a share with its sign',
      SMALL_POLICY.replace('margin: 0.1', 'margin: +5 %'),
      'p.yaml:4:73 metrics.0.margin: must be number, not "+5 %": write 0.05',
    ],
    [
      'a sum with its currency',
      SMALL_POLICY + 'modelBudget: { costPerDay: $5 }\n',
      'p.yaml:5:28 modelBudget.costPerDay: must be number, not "$5": write the number alone, without quotes or unit',
    ],
    [
      'a duration with its unit',
      SMALL_POLICY + 'collect: { deadlineMinutes: 20m }\n',
      'p.yaml:5:29 collect.deadlineMinutes: must be number, not "20m": write the number alone, it counts minutes',
    ],
    [
      'days with their unit',
      SMALL_POLICY + 'baseline: { staleDays: 30d }\n',
      'p.yaml:5:24 baseline.staleDays: must be number, not "30d": write the number alone, it counts days',
    ],
    ['an error rate in percent', SMALL_POLICY + 'alpha: 5\n', 'p.yaml:5:8 alpha: must be <= 0.2'],
    [
      'a margin below nothing',
      SMALL_POLICY.replace('margin: 0.1', 'margin: -0.1'),
      'p.yaml:4:73 metrics.0.margin: must be >= 0',
    ],
    [
      'one word where a list should be',
      SMALL_POLICY.replace('[p95]', 'p95'),
      'p.yaml:4:58 metrics.0.statistics: must be array, not "p95": write [p95]',
    ],
    [
      'a statistic in capitals, which nothing is called',
      SMALL_POLICY.replace('[p95]', '[P95]'),
      'p.yaml:4:59 metrics.0.statistics.0: must be a statistic in small letters: p50, p95, mean, rate, value …, not "P95"',
    ],
    [
      'a moment that is none',
      SMALL_POLICY +
        'tests:\n  - { name: abc, at: 2026-12-20, given: [{ metric: a, statistic: p95, baseline: [1], candidate: [2] }], expect: { verdict: pass } }\n',
      'p.yaml:6:22 tests.0.at: must be a moment with its offset, as 2026-12-20T18:00:00Z, when it is decided',
    ],
    [
      'a slip in a choice',
      SMALL_POLICY.replace('onRegression: fail', 'onRegression: fial'),
      'p.yaml:4:92 metrics.0.onRegression: must be equal to one of the allowed values (fail, warn, ignore), meant fail?',
    ],
    [
      'a switch where a choice should be',
      SMALL_POLICY.replace('onRegression: fail', 'onRegression: true'),
      'p.yaml:4:92 metrics.0.onRegression: must be equal to one of the allowed values (fail, warn, ignore)',
    ],
    [
      'a rule without its margin',
      SMALL_POLICY.replace(' margin: 0.1,', ''),
      "p.yaml:4:5 metrics.0: must have required property 'margin' (Smallest change that matters: relative for ratio-scale, absolute otherwise)",
    ],
    [
      'a slip in a key that is needed',
      SMALL_POLICY.replace('margin:', 'magin:'),
      'p.yaml:4:5 metrics.0: must have required property \'margin\' (is "magin" meant for it?); p.yaml:4:65 metrics.0: must NOT have additional properties ("ma',
    ],
    [
      'a slip in the name of a section',
      SMALL_POLICY + 'freeze: []\n',
      'p.yaml:5:1 (whole document): must NOT have additional properties ("freeze" is unknown, meant "freezes"?)',
    ],
    [
      'an id in capitals',
      SMALL_POLICY.replace('id: shop', 'id: Shop'),
      'p.yaml:2:5 id: must be a name of a-z, 0-9 and "-", at most 61 signs, which begins with a letter or digit, not "Shop"',
    ],
    [
      'an id that is a number',
      SMALL_POLICY.replace('id: shop', 'id: 42'),
      'p.yaml:2:5 id: must be string, not 42: write it in quotes',
    ],
    [
      'a section without content',
      SMALL_POLICY + 'budgets:\n',
      'p.yaml:5:9 budgets: must be array, and nothing stands here',
    ],
    [
      'an exemption without end',
      SMALL_POLICY + 'exemptions:\n  - { id: e, metric: a, owner: us, reason: because }\n',
      "p.yaml:6:5 exemptions.0: must have required property 'until' (a day that exists, as 2026-12-31: the last one on which it holds, in UTC)",
    ],
    [
      'an exemption without owner',
      SMALL_POLICY + 'exemptions:\n  - { id: e, metric: a, reason: because, until: 2026-12-31 }\n',
      "p.yaml:6:5 exemptions.0: must have required property 'owner' (Who answers for it)",
    ],
    [
      'a day that there is not',
      SMALL_POLICY + 'exemptions:\n  - { id: e, metric: a, owner: us, reason: because, until: 2026-02-30 }\n',
      'p.yaml:6:60 exemptions.0.until: must be a day that exists, as 2026-12-31: the last one on which it holds, in UTC, not "2026-02-30"',
    ],
    [
      'a day written otherwise',
      SMALL_POLICY + 'exemptions:\n  - { id: e, metric: a, owner: us, reason: because, until: 31.12.2026 }\n',
      'p.yaml:6:60 exemptions.0.until: must be a day that exists, as 2026-12-31: the last one on which it holds, in UTC, not "31.12.2026"',
    ],
    [
      'a wall clock with a zone',
      SMALL_POLICY +
        'freezes:\n  - { id: f, reason: sale, timeZone: UTC, from: 2026-12-20T18:00Z, until: 2026-12-31T00:00 }\n',
      'p.yaml:6:49 freezes.0.from: must be a time on the wall clock as 2026-12-20T18:00, of a day that exists, not "2026-12-20T18:00Z"',
    ],
    [
      'a lock on nothing',
      SMALL_POLICY + 'locked: [margins]\n',
      'p.yaml:5:10 locked.0: must be a path of the policy such as "metrics.latency.margin", "metrics.latency", "metrics.*.margin" or "exemptions", not "margi',
    ],
    [
      'two allowances at once',
      SMALL_POLICY +
        'gates:\n  - { id: g, metric: a, statistic: rate, direction: higher-is-better, allowed: { absolute: 1, relative: 0.1 }, onBreach: fail }\n',
      'p.yaml:6:80 gates.0.allowed: must be one of { absolute } or { relative }',
    ],
    [
      'an allowance in percent',
      SMALL_POLICY +
        'gates:\n  - { id: g, metric: a, statistic: rate, direction: higher-is-better, allowed: { absolute: 1% }, onBreach: fail }\n',
      'p.yaml:6:92 gates.0.allowed.absolute: must be number, not "1%": write 0.01',
    ],
    [
      'an allowance without its kind',
      SMALL_POLICY +
        'gates:\n  - { id: g, metric: a, statistic: rate, direction: higher-is-better, allowed: 0.01, onBreach: fail }\n',
      'p.yaml:6:80 gates.0.allowed: must be one of { absolute } or { relative }',
    ],
    [
      'a direction that there is not',
      SMALL_POLICY +
        'gates:\n  - { id: g, metric: a, statistic: rate, direction: up, allowed: { absolute: 1 }, onBreach: fail }\n',
      'p.yaml:6:53 gates.0.direction: must be equal to one of the allowed values (lower-is-better, higher-is-better)',
    ],
    [
      'an objective in percent',
      SMALL_POLICY +
        'slos:\n  - { id: s, indicator: { metric: a, statistic: rate, events: bad }, objective: 99.9 }\n',
      'p.yaml:6:81 slos.0.objective: must be < 1',
    ],
    [
      'one risk where a list should be',
      SMALL_POLICY +
        PEOPLE_OF_POLICY +
        'approvals:\n  - { id: r, when: { risk: hihg }, approvers: [anna] }\n',
      'p.yaml:8:28 approvals.0.when.risk: must be array, not "hihg": write [hihg]',
    ],
    [
      'a time of day written otherwise',
      SMALL_POLICY + 'notifications:\n  - { connection: slack, quietHours: { from: 8pm, to: 07:00 } }\n',
      'p.yaml:6:46 notifications.0.quietHours.from: must be a time of day as HH:MM, 00:00 to 23:59, not "8pm"',
    ],
    [
      'a case that expects no verdict',
      SMALL_POLICY +
        'tests:\n  - { name: abc, given: [{ metric: a, statistic: p95, baseline: [1], candidate: [2] }], expect: { verdict: failed } }\n',
      'p.yaml:6:108 tests.0.expect.verdict: must be equal to one of the allowed values (fail, warn, pass, undecided, no-baseline, no-data), meant fail?',
    ],
    [
      'a rule by path without paths',
      SMALL_POLICY + 'paths:\n  - { id: a, metrics: [] }\n',
      "p.yaml:6:5 paths.0: must have required property 'match' (Patterns of paths: `*` within a folder, `**` over folders; a pattern without a slash fits a f",
    ],
    [
      'a section that services do not have',
      SMALL_POLICY + 'services:\n  - { match: a, sources: [] }\n',
      'p.yaml:6:17 services.0: must NOT have additional properties ("sources" is unknown, known are match',
    ],
    [
      'no rule at all',
      'schema: perf-agent.policy.v1\nid: a\nmetrics: []\n',
      'p.yaml:3:10 metrics: must NOT have fewer than 1 items',
    ],
    [
      'a margin that is no number',
      SMALL_POLICY.replace('0.1', '.nan'),
      'p.yaml:4:73 metrics.0.margin: must be number, not NaN',
    ],
    [
      'a key that is a number',
      SMALL_POLICY + '1: 2\n',
      'p.yaml:5:1 (whole document): must NOT have additional properties ("1" is unknown',
    ],
    [
      'a list as a key',
      SMALL_POLICY + '? [a, b]\n: 2\n',
      'p.yaml:5:3 a key is one word, not a list or mapping',
    ],
    [
      'a key of JavaScript',
      SMALL_POLICY + '__proto__: { a: 1 }\n',
      'p.yaml:5:1 (whole document): must NOT have additional properties ("__proto__" is unknown',
    ],
    [
      'a file that is not UTF-8',
      SMALL_POLICY + 'id2: \uFFFD\n',
      'p.yaml:5:6 here stands a character that is not UTF-8; save the file as UTF-8.',
    ],
  ])('is said with file, line, column and what would be right: %s', (_mistake, text, said) => {
    expect(faultOfPolicy(text)).toContain(said);
  });

  it('is said as well in a file with line ends of Windows and a byte order mark', () => {
    const text = `\uFEFF${SMALL_POLICY.replaceAll('\n', '\r\n')}freeze: []\r\n`;

    expect(faultOfPolicy(text)).toContain(
      'p.yaml:5:1 (whole document): must NOT have additional properties ("freeze"',
    );
  });
});
