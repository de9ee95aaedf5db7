import { describe, expect, it } from 'vitest';
import { faultOfPolicy, PEOPLE_OF_POLICY, SMALL_POLICY } from '../../test/support/small-policy.ts';

describe('a policy that fits the schema and cannot be meant so', () => {
  it.each([
    [
      'two rules of one id',
      SMALL_POLICY + '  - { id: latency, match: x, statistics: [p95], margin: 0.1, onRegression: fail }\n',
      'p.yaml:5:11 metrics.1.id: "latency" is there twice; give each its own id',
    ],
    [
      'a budget that bounds nothing',
      SMALL_POLICY + 'budgets:\n  - { metric: a, statistic: p95, onBreach: fail }\n',
      'p.yaml:6:5 budgets.0: needs max or min',
    ],
    [
      'a budget that nothing keeps',
      SMALL_POLICY + 'budgets:\n  - { metric: a, statistic: p95, onBreach: fail, min: 5, max: 2 }\n',
      'p.yaml:6:55 budgets.0.min: 5 is above max (2), which nothing can keep',
    ],
    [
      'two budgets for one figure',
      SMALL_POLICY +
        'budgets:\n  - { metric: a, statistic: p95, onBreach: fail, max: 2 }\n  - { metric: a, statistic: p95, onBreach: fail, max: 3 }\n',
      'p.yaml:7:5 budgets.1: there are two budgets for a p95 fail; keep one',
    ],
    [
      'a freeze that ends before it begins',
      SMALL_POLICY +
        'freezes:\n  - { id: f, reason: sale, timeZone: Europe/Berlin, from: 2026-12-20T18:00, until: 2026-12-01T00:00 }\n',
      'p.yaml:6:84 freezes.0.until: ends at 2026-12-01T00:00, before it begins (2026-12-20T18:00)',
    ],
    [
      'a time zone that there is not',
      SMALL_POLICY +
        'freezes:\n  - { id: f, reason: sale, timeZone: Europe/Bielefeld, from: 2026-12-20T18:00, until: 2026-12-31T00:00 }\n',
      'p.yaml:6:38 freezes.0.timeZone: "Europe/Bielefeld" is no time zone; write one as "Europe/Berlin"',
    ],
    [
      'two freezes that overlap',
      SMALL_POLICY +
        'freezes:\n  - { id: f, reason: sale, timeZone: UTC, from: 2026-12-20T18:00, until: 2026-12-31T00:00 }\n  - { id: g, reason: sale, timeZone: UTC, from: 2026-12-25T18:00, until: 2026-12-31T00:00 }\n',
      'p.yaml:7:49 freezes.1.from: overlaps "f" (2026-12-20T18:00 to 2026-12-31T00:00) with the same consequence; make one of the two, or part them',
    ],
    [
      'a lock with a slip',
      SMALL_POLICY + 'locked: [metrics.latancy]\n',
      'p.yaml:5:10 locked.0: no rule of this policy is called "latancy" (meant metrics.latency?)',
    ],
    [
      'what is locked and may be loosened',
      SMALL_POLICY + 'locked: [metrics.latency]\nmayLoosen: [metrics.latency]\n',
      'p.yaml:6:13 mayLoosen.0: "metrics.latency" is locked, too; take it out of one of the two',
    ],
    [
      'a required source that nobody has',
      SMALL_POLICY + 'requiredSources: [prometheus]\n',
      'p.yaml:5:19 requiredSources.0: there is no source "prometheus" (there are none)',
    ],
    [
      'an indicator without bound',
      SMALL_POLICY + 'slos:\n  - { id: s, indicator: { metric: a, statistic: p95 }, objective: 0.99 }\n',
      'p.yaml:6:25 slos.0.indicator: must be one of { metric, statistic?, events } or { metric, statistic, max, min? } or { metric, statistic, max?, min }',
    ],
    [
      'an approver whom nobody knows',
      SMALL_POLICY + PEOPLE_OF_POLICY + 'approvals:\n  - { id: r, approvers: [ana] }\n',
      'p.yaml:8:26 approvals.0.approvers.0: names "ana", who is neither a person nor a group (known are anna, bert, leads)',
    ],
    [
      'more approvers than there are',
      SMALL_POLICY + PEOPLE_OF_POLICY + 'approvals:\n  - { id: r, approvers: [anna], count: 2 }\n',
      'p.yaml:8:40 approvals.0.count: wants 2 different people and names 1',
    ],
    [
      'two rules for one channel',
      SMALL_POLICY + 'notifications:\n  - { connection: slack }\n  - { connection: slack }\n',
      'p.yaml:7:19 notifications.1.connection: the connection "slack" is named twice; one rule says all of a channel',
    ],
    [
      'a masking rule that cannot be read',
      SMALL_POLICY +
        'masking: { rules: [{ name: staff, type: employee, pattern: "S(", examples: { match: [S1], ignore: [x] } }] }\n',
      'p.yaml:5:60 masking.rules.0.pattern: The pattern "S(" cannot be used: a group without its end at position 2.',
    ],
    [
      'a masking rule that misses its example',
      SMALL_POLICY +
        'masking: { rules: [{ name: staff, type: employee, pattern: "S[0-9]", examples: { match: [X1], ignore: [x] } }] }\n',
      'p.yaml:5:90 masking.rules.0.examples.match.0: The masking rule "staff" does not find its example match[0]; change the pattern or the example.',
    ],
  ])('is said with file, line, column and what would be right: %s', (_mistake, text, said) => {
    expect(faultOfPolicy(text)).toContain(said);
  });
});
