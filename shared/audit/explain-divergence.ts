import { type ChainFault, MOST_FAULTS } from './chain-fault.ts';
import { changedSince, parseSignedLeaves } from './signed-leaves.ts';
import type { LogReport, LogVerifier } from './verify-log.ts';

/**
 * The report of a verifier that has seen the whole log, with the entries named that are not those that were signed.
 *
 * @param faults what is wrong with checkpoints and keys
 * @param leaves text of the leaves that were noted with the checkpoint at which the log diverges
 * @param end the last entry that is known to have existed
 */
export function explainDivergence(
  verifier: LogVerifier,
  given: { readonly end?: number; readonly faults: readonly ChainFault[]; readonly leaves: string | null },
): LogReport {
  const report = verifier.report(given.end);
  const divergence = verifier.divergence();
  const stored = given.leaves === null ? null : parseSignedLeaves(given.leaves);
  const named = divergence === null || stored === null ? [] : changedSince(divergence, stored);
  // What the leaves say is exact; the chain alone can only say between which two entries it breaks.
  const kept = named.length === 0 ? report.faults : report.faults.filter(({ fault }) => !VAGUE.has(fault));
  const faults = [...given.faults, ...named, ...kept];
  return { ...report, valid: report.valid && faults.length === 0, faults: faults.slice(0, MOST_FAULTS) };
}

const VAGUE: ReadonlySet<ChainFault['fault']> = new Set(['rewritten', 'broken-link']);
