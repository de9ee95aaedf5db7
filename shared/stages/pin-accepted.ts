import { setTimeout as wait } from 'node:timers/promises';
import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { pinBaseline, type PinServices } from '../pipeline/pin-baseline.ts';
import type { StageContext } from '../ports/stage.ts';

export type PinPorts = Pick<PinServices, 'audit' | 'index' | 'maskerOf' | 'producer'>;

const MOST_WORDS = 500;

/**
 * A merge that somebody accepted `as baseline` moves a pin that stands on the branch; without a pin the merge itself moves the baseline. A
 * second delivery finds the pin moved. Words that were taken back or have ended move nothing.
 * @param merged the commit that was measured for the merge
 */
export async function pinAccepted(
  merged: { readonly service: string; readonly branch: string; readonly commit: string },
  change: AnalysisRequested['change'],
  ports: PinPorts,
  { tenant, artifacts, clock, signal }: StageContext,
): Promise<void> {
  const { service, branch, commit } = merged;
  const pin = await ports.index.getPin(tenant, service, branch, signal);
  if ((pin?.commit ?? null) === null) return;
  const words = await ports.index.listAcknowledgements(
    { tenant, service, branch, limit: MOST_WORDS },
    signal,
  );
  const accepted = words.find(
    (word) =>
      word.asBaseline === true &&
      word.change?.project === change.project &&
      word.change.number === change.number &&
      new Date(word.until) > clock.now(),
  );
  if (accepted === undefined) return;
  const { by, reason } = accepted;
  await pinBaseline(
    { service, branch, commit, by, reason: `accepted: ${reason}` },
    { ...ports, tenant, artifacts, clock, pause: wait },
    signal,
  );
}
