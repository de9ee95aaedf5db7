import type { Analysis, BudgetResult, Finding, MovedMetric } from '../../shared/contracts/finding.ts';
import { Masked } from '../../shared/contracts/masked.ts';
import { DEFAULT_BASELINE_AGES, type MetricRule, type Plan } from '../../shared/contracts/plan.ts';

/** A finding of p95 of a duration that rose from 100 ms to 184 ms, unless told otherwise. */
export function findingOf(more: Partial<Finding> = {}): Finding {
  return {
    id: 'E1',
    metric: Masked.parse('http_req_duration'),
    labels: {},
    statistic: 'p95',
    unit: 'ms',
    direction: 'lower-is-better',
    scale: 'ratio-scale',
    rule: 'latency',
    answer: 'regression',
    baseline: { mean: 100, values: [99, 100, 101] },
    candidate: { mean: 184, values: [183, 184, 185] },
    effect: 0.84,
    interval: { low: 0.61, high: 1.1 },
    confidence: 0.95,
    pValue: 0.0004,
    adjustedPValue: 0.001,
    margin: 0.05,
    minimumDetectableEffect: 0.02,
    furtherRuns: null,
    noise: null,
    reason: Masked.parse('The interval lies above the margin.'),
    severity: 'high',
    impact: null,
    before: null,
    sameCauseAs: null,
    ...more,
  };
}

export function budgetOf(more: Partial<BudgetResult> = {}): BudgetResult {
  return {
    id: 'B1',
    metric: Masked.parse('http_req_duration'),
    statistic: 'p95',
    value: 612,
    max: 500,
    min: null,
    result: 'breached',
    onBreach: 'fail',
    source: '.perfbudget.yml',
    rolling: null,
    ...more,
  };
}

/** Connections of a pool that went from 4 to 40 before the latency rose, unless told otherwise. */
export function movedOf(more: Partial<MovedMetric> = {}): MovedMetric {
  return {
    id: 'M1',
    node: Masked.parse('db-1'),
    metric: Masked.parse('db_connections'),
    score: 0.7,
    strength: 31,
    reason: Masked.parse('db_connections went from 4 to 40.'),
    leads: { symptom: Masked.parse('http_latency'), seconds: 12, correlation: 0.91 },
    ...more,
  };
}

export function analysisOf(more: Partial<Analysis> = {}): Analysis {
  return {
    service: 'orders',
    answer: 'no-change',
    severity: 'none',
    findings: [],
    budgets: [],
    environments: { baseline: [], candidate: [], differences: [], scale: null },
    runs: { baseline: 3, candidate: 3 },
    baselineCommit: 'a'.repeat(40),
    candidateCommit: 'b'.repeat(40),
    parts: { used: ['results-head'], missing: [] },
    errorRates: null,
    moved: [],
    notes: [],
    ...more,
  };
}

/** A plan with a rule that fails (`latency`), one that warns (`memory`) and one that ignores (`other`). */
export function planOf(files: readonly { readonly path: string; readonly diff?: string }[] = []): Plan {
  return {
    service: Masked.parse('orders'),
    baseSha: null,
    policy: {
      id: 'default',
      version: 'v-test',
      alpha: 0.01,
      falseDiscoveryRate: 0.01,
      rules: [rule('latency', 'fail'), rule('memory', 'warn'), rule('other', 'ignore')],
    },
    budgets: [],
    gates: [],
    baseline: DEFAULT_BASELINE_AGES,
    diff: {
      files: files.map(({ path }) => ({
        path: Masked.parse(path),
        additions: 12,
        deletions: 4,
        status: 'modified' as const,
      })),
      truncated: false,
      text:
        files.length === 0
          ? null
          : Masked.parse(files.map(({ path, diff }) => `--- ${path}\n${diff ?? ''}\n`).join('')),
    },
    risk: { level: 'low', reasons: [] },
    sources: [],
    collect: { deadlineAt: '2026-05-04T10:20:00.000Z', pollSeconds: 10, minimumRuns: 3 },
    reports: { linkDays: 7 },
    tickets: null,
    notifications: [],
    notes: [],
  };
}

function rule(id: string, onRegression: MetricRule['onRegression']): MetricRule {
  return { id, match: '*', statistics: ['p95'], margin: 0.05, onRegression };
}
