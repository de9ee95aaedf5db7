import { describe, expect, it } from 'vitest';
import { createMemoryPipeline } from '../../../test/support/memory-pipeline.ts';
import { start, SLOWER } from '../../../test/support/pushed-changes.ts';
import { PEOPLE_OF_POLICY, SMALL_POLICY } from '../../../test/support/small-policy.ts';
import { AnalysisRequested } from '../../../shared/contracts/analysis-requested.ts';
import { Decision } from '../../../shared/contracts/decision.ts';
import { Analysis } from '../../../shared/contracts/finding.ts';
import { Measured } from '../../../shared/contracts/measured.ts';
import { Plan } from '../../../shared/contracts/plan.ts';
import { policyFromText } from '../../../shared/policy/load-documents.ts';
import type { PastRun } from '../past-runs.ts';
import { type AskedPeople, askedIn, asksOthers } from './replay-approval.ts';
import { replayRun } from './replay-run.ts';

const AT_FAIL = 'approvals: [{ id: slower, when: { verdict: [fail] }, approvers: [leads] }]\n';
const BOTH = { rule: 'slower', count: 1, approvers: ['anna', 'bert'], escalateTo: [], possible: true };

describe('approvals of past runs under another policy', () => {
  it('would be asked for where nobody was asked, and it is said that authors were not kept then', async () => {
    const run = await decidedUnder('');

    const { asked, notes } = replayRun(run, policyOf(AT_FAIL), null);

    expect(asked).toEqual(BOTH);
    expect(notes.join()).toContain('its authors are not left out');
  });

  it('would no longer be asked for under a policy that asks nobody, or lets the change pass', async () => {
    const run = await decidedUnder(AT_FAIL);
    const lenient = policyOf(AT_FAIL, SMALL_POLICY.replace('margin: 0.1', 'margin: 3'));

    expect(replayRun(run, policyOf(''), null).asked).toBeNull();
    expect(replayRun(run, lenient, null)).toMatchObject({ decision: { verdict: 'pass' }, asked: null });
    expect(run.decision.approval && askedIn(run.decision.approval)).toEqual(BOTH);
  });

  it('leave out who wrote the change, as the run of then knew', async () => {
    const run = await decidedUnder(AT_FAIL, ['bert']);
    const two = AT_FAIL.replace('approvers: [leads]', 'approvers: [leads], count: 2');

    const { asked, notes } = replayRun(run, policyOf(two), null);

    expect(asked).toEqual({ ...BOTH, count: 2, approvers: ['anna'], possible: false });
    expect(notes).toEqual([]);
  });

  it('are asked for in a freeze that the other policy has at that time', async () => {
    const run = await decidedUnder('');
    const freeze = `freezes: [{ id: sale, from: '2020-01-01T00:00', until: '2099-01-01T00:00', timeZone: UTC, reason: the sale, onChange: fail }]\n`;
    const rule = 'approvals: [{ id: frozen, when: { freeze: true }, approvers: [anna] }]\n';

    expect(replayRun(run, policyOf(rule), null).asked).toBeNull();
    expect(replayRun(run, policyOf(freeze + rule), null).asked).toMatchObject({ rule: 'frozen' });
  });

  it('are none for a commit that is no change', async () => {
    const run = await decidedUnder('');

    expect(replayRun({ ...run, connection: null }, policyOf(AT_FAIL), null).asked).toBeNull();
  });

  it.each<[string, AskedPeople | null, AskedPeople | null, boolean]>([
    ['nobody and somebody', null, BOTH, true],
    ['nobody', null, null, false],
    ['the same people under another rule', BOTH, { ...BOTH, rule: 'x', approvers: ['bert', 'anna'] }, false],
    ['other people', BOTH, { ...BOTH, approvers: ['anna'] }, true],
    ['more of them', BOTH, { ...BOTH, count: 2 }, true],
    ['others later', BOTH, { ...BOTH, escalateTo: ['carl'] }, true],
  ])('tell whether others are asked: %s', (_what, before, after, expected) => {
    expect(asksOthers(before, after)).toBe(expected);
  });
});

function policyOf(more: string, policy = SMALL_POLICY) {
  return policyFromText(policy + PEOPLE_OF_POLICY + more, 'p.yaml');
}

/** A slower change as the pipeline decided it. */
async function decidedUnder(rules: string, committers: readonly string[] = []): Promise<PastRun> {
  const pipeline = createMemoryPipeline({ policy: policyOf(rules).policy });
  pipeline.host.committers = committers;
  const runId = await start(pipeline, SLOWER);
  const request = AnalysisRequested.parse(await pipeline.output(runId, 'receive'));
  return {
    runId,
    change: 'shop/orders!7',
    connection: request.change.connection,
    decidedAt: pipeline.ports.clock.now(),
    plan: Plan.parse(await pipeline.output(runId, 'plan')),
    analysis: Analysis.parse(await pipeline.output(runId, 'analyse')),
    decision: Decision.parse(await pipeline.output(runId, 'decide')),
    parts: [Measured.parse(await pipeline.output(runId, 'mask', 'results'))],
  };
}
