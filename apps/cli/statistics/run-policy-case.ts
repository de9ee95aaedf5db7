import { randomBytes } from 'node:crypto';
import type { Decision } from '../../../shared/contracts/decision.ts';
import type { Statistic } from '../../../shared/contracts/measurement.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import { activeFreezes } from '../../../shared/policy/active-freezes.ts';
import { whyNotAsked } from '../../../shared/policy/approval-need.ts';
import { effectivePolicy, type EffectivePolicy } from '../../../shared/policy/effective-policy.ts';
import type { SourcedDocument } from '../../../shared/policy/parse-yaml-document.ts';
import type { PerfBudget } from '../../../shared/policy/perf-budget.ts';
import type { PolicyCase } from '../../../shared/policy/policy-case.ts';
import type { LoadedPolicy } from '../../../shared/policy/policy.ts';
import { maskMeasurement } from '../../../shared/results/mask-measurement.ts';
import type { RawMeasurement } from '../../../shared/results/raw-measurement.ts';
import { maskPolicy } from '../../../shared/stages/mask-policy.ts';
import { RESULTS } from './compare-sides.ts';
import { judgeMeasured } from './judge-measured.ts';

/** What a case got in place of what it expects. */
export interface CaseDifference {
  readonly field: 'verdict' | 'reasons' | 'observed' | 'excused' | 'approval';
  readonly expected: string | readonly string[];
  readonly got: string | readonly string[];
}

export interface CaseOutcome {
  readonly name: string;
  readonly passed: boolean;
  readonly verdict: Decision['verdict'];
  readonly headline: string;
  readonly differences: readonly CaseDifference[];
}

/** Judges a case's figures by the code of the pipeline, under all levels that its service and paths have. */
export function runPolicyCase(
  one: PolicyCase,
  loaded: LoadedPolicy,
  repository: SourcedDocument<PerfBudget> | null,
): CaseOutcome {
  const masker = createMasker({ runKey: randomBytes(32) });
  const service = one.service ?? repository?.value.service ?? '';
  const effective = effectivePolicy(loaded, repository, { service, files: one.paths });
  const measured = {
    source: RESULTS,
    baseline: runsOf(one, 'baseline').map((raw) => maskMeasurement(raw, masker)),
    candidate: runsOf(one, 'candidate').map((raw) => maskMeasurement(raw, masker)),
    notes: [],
  };
  const at = one.at === undefined ? new Date() : new Date(one.at);
  const { decision } = judgeMeasured(measured, maskPolicy(effective, masker), at);
  const differences = [
    ...differencesOf(one.expect, decision),
    ...approvalDifference(one, effective, decision, at),
  ];
  const { verdict, headline } = decision;
  return { name: one.name, passed: differences.length === 0, verdict, headline, differences };
}

/** Who would be asked is told by the rule that asks; authors and accounts are matters of a real change. */
function approvalDifference(
  { expect, risk }: PolicyCase,
  { approvals, freezes }: EffectivePolicy,
  { verdict }: Decision,
  at: Date,
): readonly CaseDifference[] {
  if (expect.approval === undefined) return [];
  const frozen = activeFreezes(freezes, at).some(({ mode }) => mode !== 'observe');
  const asking = approvals.find(({ when }) => whyNotAsked(when, { risk, verdict, frozen }) === null);
  const [expected, got] = [expect.approval ?? 'nobody is asked', asking?.id ?? 'nobody is asked'];
  return expected === got ? [] : [{ field: 'approval', expected, got }];
}

/** Run n holds the n-th value of each figure that has so many. */
function runsOf({ given, environment }: PolicyCase, side: 'baseline' | 'candidate'): RawMeasurement[] {
  const runs = Math.max(...given.map((figure) => figure[side].length));
  return Array.from({ length: runs }, (_, run): RawMeasurement => ({
    schema: 'perf-agent.measurement.v1',
    service: 'example',
    commit: 'example',
    branch: null,
    tool: 'policy test',
    environment: { name: environment, facts: {} },
    startedAt: null,
    durationSeconds: null,
    complete: true,
    metrics: [...Map.groupBy(given, ({ metric }) => metric)].flatMap(([name, figures]) => {
      const statistics = figures.flatMap((figure): Statistic[] => {
        const value = figure[side][run];
        return value === undefined ? [] : [{ name: figure.statistic, value }];
      });
      const [first] = figures;
      if (first === undefined || statistics.length === 0) return [];
      const { unit, direction, scale } = first;
      return [{ name, unit, direction, scale, labels: {}, statistics }];
    }),
    notes: [],
  }));
}

function differencesOf(expected: PolicyCase['expect'], decision: Decision): readonly CaseDifference[] {
  const lists = { reasons: decision.reasons, observed: decision.observed, excused: decision.excused };
  const fields = ['reasons', 'observed', 'excused'] as const;
  return [
    ...(expected.verdict === decision.verdict
      ? []
      : [{ field: 'verdict' as const, expected: expected.verdict, got: decision.verdict }]),
    ...fields.flatMap((field): CaseDifference[] => {
      const wanted = expected[field];
      if (wanted === undefined) return [];
      const rules = [...new Set((lists[field] ?? []).map(({ rule }) => rule))].sort();
      const same = JSON.stringify([...new Set(wanted)].sort()) === JSON.stringify(rules);
      return same ? [] : [{ field, expected: wanted, got: rules }];
    }),
  ];
}
