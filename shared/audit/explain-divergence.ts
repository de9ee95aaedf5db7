import { type ChainFault, MOST_FAULTS } from './chain-fault.ts';
import { changedSince, parseSignedLeaves } from './signed-leaves.ts';
import type { LogReport, LogVerifier } from './verify-log.ts';

/**
 * The report of a verifier that has seen the whole log, with the entries named that are not those that were signed.
 *
 * @param forged sizes of the checkpoints that no known key signed
 * @param leaves text of the leaves that were noted with the checkpoint at which the log diverges
 * @param end the last entry that is known to have existed
 */
export function explainDivergence(
  verifier: LogVerifier,
  given: { readonly end?: number; readonly forged: readonly number[]; readonly leaves: string | null },
): LogReport {
  const report = verifier.report(given.end);
  const divergence = verifier.divergence();
  const stored = given.leaves === null ? null : parseSignedLeaves(given.leaves);
  const named = divergence === null || stored === null ? [] : changedSince(divergence, stored);
  // What the leaves say is exact; the chain alone can only say between which two entries it breaks.
  const kept = named.length === 0 ? report.faults : report.faults.filter(({ fault }) => !VAGUE.has(fault));
  const faults = [...given.forged.map(forgedCheckpoint), ...named, ...kept];
  return { ...report, valid: report.valid && faults.length === 0, faults: faults.slice(0, MOST_FAULTS) };
}

const VAGUE: ReadonlySet<ChainFault['fault']> = new Set(['rewritten', 'broken-link']);

function forgedCheckpoint(size: number): ChainFault {
  return {
    sequence: size,
    fault: 'checkpoint-forged',
    message: `The checkpoint of ${size} entries was not signed by the key, or it is one of another log or size.`,
  };
}
