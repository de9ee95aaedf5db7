import { type Finding } from '../../shared/contracts/finding.ts';
import { Masked } from '../../shared/contracts/masked.ts';
import { DEFAULT_BASELINE_AGES } from '../../shared/contracts/plan.ts';
import { type ReportInput } from '../../shared/reporting/report-model.ts';

/** Test text counts as masked: it was written here. */
export function masked(text: string): Masked {
  return Masked.parse(text);
}

/** A finding that regressed clearly; override what the test is about. */
export function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    id: 'E1',
    metric: masked('http_req_duration'),
    labels: { name: masked('/orders') },
    statistic: 'p95',
    unit: 'ms',
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    rule: 'latency',
    answer: 'regression',
    baseline: { mean: 41.2, values: [40.1, 42.3, 41.5, 40.8, 41.4] },
    candidate: { mean: 76.8, values: [75.2, 78.9, 76.1, 77.4, 76.5] },
    effect: 0.864,
    interval: { low: 0.79, high: 0.94 },
    confidence: 0.95,
    pValue: 0.00001,
    adjustedPValue: 0.00003,
    margin: 0.05,
    minimumDetectableEffect: 0.04,
    furtherRuns: null,
    noise: { within: 0.01, between: 0.02, source: 'runs' },
    reason: masked('Worse by +86.4 % (95 % interval +79 % to +94 %, p < 0.0001) from 5 against 5 runs.'),
    severity: 'high',
    impact: null,
    before: null,
    sameCauseAs: null,
    ...overrides,
  };
}

interface Overrides {
  readonly findings?: readonly Finding[];
  readonly input?: Partial<ReportInput>;
  readonly analysis?: Partial<ReportInput['analysis']>;
  readonly decision?: Partial<ReportInput['decision']>;
  readonly plan?: Partial<ReportInput['plan']>;
  readonly change?: Partial<ReportInput['change']>;
}

/** Everything that a report is made of: one clear regression in a merge request of the shop. */
export function reportInput(overrides: Overrides = {}): ReportInput {
  const environment = { name: masked('ci-runner'), facts: { cpu: masked('2 cores') } };
  return {
    runId: 'run-0123456789abcdef01234567',
    generatedAt: '2026-11-21T08:00:00.000Z',
    change: {
      connection: 'gitlab',
      project: 'shop/orders',
      number: '17',
      title: masked('Load items of an order when they are shown'),
      url: masked('https://gitlab.example/shop/orders/-/merge_requests/17'),
      author: masked('person-1'),
      headSha: 'b'.repeat(40),
      baseSha: 'a'.repeat(40),
      sourceBranch: masked('lazy-items'),
      targetBranch: masked('main'),
      draft: false,
      fork: false,
      ...overrides.change,
    },
    plan: {
      service: masked('orders'),
      baseSha: null,
      policy: {
        id: 'default',
        version: '1',
        alpha: 0.005,
        falseDiscoveryRate: 0.05,
        rules: [
          {
            id: 'latency',
            match: 'http_req_duration',
            statistics: ['p95'],
            margin: 0.05,
            onRegression: 'fail',
          },
          { id: 'heap', match: 'heap_*', statistics: ['value'], margin: 256, onRegression: 'fail' },
          { id: 'watched', match: 'watched_*', statistics: ['mean'], margin: 0.05, onRegression: 'ignore' },
        ],
      },
      budgets: [],
      gates: [],
      baseline: DEFAULT_BASELINE_AGES,
      diff: {
        files: [{ path: masked('src/orders.ts'), additions: 12, deletions: 3, status: 'modified' }],
        truncated: false,
        text: null,
      },
      risk: { level: 'medium', reasons: [] },
      sources: [],
      collect: { deadlineAt: '2026-11-21T08:10:00.000Z', pollSeconds: 5, minimumRuns: 3 },
      reports: { linkDays: 7 },
      tickets: null,
      notifications: [],
      notes: [],
      ...overrides.plan,
    },
    analysis: {
      service: 'orders',
      answer: 'regression',
      severity: 'high',
      findings: [...(overrides.findings ?? [finding()])],
      budgets: [],
      environments: { baseline: [environment], candidate: [environment], differences: [], scale: null },
      runs: { baseline: 5, candidate: 5 },
      baselineCommit: 'a'.repeat(40),
      candidateCommit: 'b'.repeat(40),
      parts: { used: ['results'], missing: [] },
      errorRates: null,
      moved: [],
      notes: [],
      ...overrides.analysis,
    },
    explanation: {
      by: 'rules',
      model: null,
      summary: masked('Listing orders became slower while the request count did not change.'),
      causes: [
        {
          text: masked('The change asks the database once for each item of an order.'),
          evidence: ['E1', 'D1'],
          confidence: 'medium',
        },
      ],
      fixes: [
        {
          text: masked('Ask for the items of all orders with one query.'),
          evidence: ['D1'],
          confidence: 'medium',
        },
      ],
      dropped: [],
      failovers: [],
      usage: null,
      promptSha256: null,
      answerSha256: null,
    },
    decision: {
      verdict: 'fail',
      headline: masked('p95 of http_req_duration for /orders rose by 86 %'),
      reasons: [
        {
          rule: 'latency',
          text: masked('A regression of 86.4 % is beyond the margin of 5 %.'),
          evidence: ['E1'],
        },
      ],
      policy: { id: 'default', version: '1' },
      ...overrides.decision,
    },
    ...overrides.input,
  };
}
