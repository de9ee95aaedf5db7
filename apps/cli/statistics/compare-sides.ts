import { randomBytes } from 'node:crypto';
import type { Measured } from '../../../shared/contracts/measured.ts';
import type { Measurement } from '../../../shared/contracts/measurement.ts';
import type { MetricRule, Plan } from '../../../shared/contracts/plan.ts';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import { effectivePolicy } from '../../../shared/policy/effective-policy.ts';
import type { LoadedPolicy } from '../../../shared/policy/policy.ts';
import { maskMeasurement } from '../../../shared/results/mask-measurement.ts';
import type { RawMeasurement } from '../../../shared/results/raw-measurement.ts';
import { maskPolicy } from '../../../shared/stages/mask-policy.ts';
import { judgeMeasured, type Judged } from './judge-measured.ts';

export interface Compared extends Judged {
  readonly rules: readonly MetricRule[];
  readonly runs: { readonly baseline: number; readonly candidate: number };
  readonly notes: readonly string[];
}

/**
 * The verdict on two sides' runs: the same stage code, rules and correction over all figures as in the pipeline, without history.
 * Names and labels are masked as there.
 * @param rules judged before those of the policy
 * @throws PermanentError(`INPUT_INVALID`) when no figure is on both sides and judged by a rule
 */
export function compareSides(
  sides: { readonly baseline: readonly RawMeasurement[]; readonly candidate: readonly RawMeasurement[] },
  loaded: LoadedPolicy,
  rules: readonly MetricRule[],
): Compared {
  const masker = createMasker({ runKey: randomBytes(32) });
  const measured: Measured = {
    source: RESULTS,
    baseline: sides.baseline.map((raw) => maskMeasurement(raw, masker)),
    candidate: sides.candidate.map((raw) => maskMeasurement(raw, masker)),
    notes: [],
  };
  const effective = effectivePolicy(loaded, null, { service: '', files: null });
  const { policy, budgets } = maskPolicy(
    { ...effective, freezes: [], rules: [...rules, ...effective.rules] },
    masker,
  );
  const judged = judgeMeasured(measured, { policy, budgets }, new Date());
  if (!judged.findings.some(({ effect }) => effect !== null)) throw nothingJudged(measured, policy);
  return {
    ...judged,
    rules: policy.rules,
    runs: { baseline: measured.baseline.length, candidate: measured.candidate.length },
    notes: [...environmentNotes(judged), ...notesOf(measured)],
  };
}

export const RESULTS: Measured['source'] = {
  part: 'results',
  kind: 'results',
  connection: 'files',
  role: 'both',
  query: {},
  required: true,
};

function nothingJudged({ baseline, candidate }: Measured, policy: Plan['policy']): PermanentError {
  const names = (side: readonly Measurement[]): string =>
    [...new Set(side.flatMap((one) => one.metrics.map(({ name }) => name)))].slice(0, 10).join(', ') ||
    'none';
  const patterns = [...new Set(policy.rules.map(({ match }) => match))].join(', ');
  return new PermanentError(
    'INPUT_INVALID',
    `No figure is on both sides and judged by the policy "${policy.id}" (${patterns}). Metrics of A: ${names(baseline)}; of B: ${names(candidate)}. Name a policy that judges them: --policy FILE.`,
  );
}

function environmentNotes({ environments: { differences, scale } }: Judged): readonly string[] {
  return [
    ...differences.map((difference) => `Different environment: ${difference}`),
    ...(scale === null ? [] : [scale.reason, ...scale.strays]),
  ];
}

function notesOf({ baseline, candidate }: Measured): string[] {
  const all = [...baseline, ...candidate];
  const broken = all.filter(({ complete }) => !complete).length;
  return [
    ...new Set(all.flatMap(({ notes }) => notes)),
    ...(broken === 0
      ? []
      : [`${broken} of ${all.length} runs broke off early; their figures are used as far as they go.`]),
  ];
}
