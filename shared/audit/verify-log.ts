import { type ChainFault, MOST_FAULTS, removed } from './chain-fault.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Divergence } from './divergence.ts';
import { createMerkleFrontier } from './merkle-frontier.ts';
import { leafHash, sameHash } from './merkle-tree.ts';
import { holdsLeaves, MOST_LEAVES_AT_ONCE, type SignedLeaves } from './signed-leaves.ts';
import { type ChainReport, createChainVerifier } from './verify-chain.ts';

export interface LogReport extends ChainReport {
  /** How many of the checkpoints that were given cover what was read, and how many of those have its root. */
  readonly checkpoints: { readonly checked: number; readonly matched: number };
  /** Entries up to the last checkpoint that the log still matches; what comes after rests on the chain alone. */
  readonly signed: number;
  /** Entries after that one. */
  readonly uncovered: number;
  /** Name of the log that the checkpoints sign; null without any. */
  readonly origin: string | null;
}

export interface LogVerifier {
  add(text: string): void;
  /** @param end the last entry that is known to have existed, beside what the checkpoints say */
  report(end?: number): LogReport;
  /** Size of the last checkpoint that the log matches so far. */
  signed(): number;
  /** Whether these are the leaves of the log up to {@link signed}; asked before the next entry is added. */
  holds(noted: SignedLeaves): boolean;
  /** Null as long as the log is what was signed, or is so far out of order that the chain says more. */
  divergence(): Divergence | null;
}

/** Leaves between two checkpoints that are kept to find the first that differs. */
const MOST_LEAVES = 100_000;

/** Verifies a whole log against its chain and against checkpoints whose signatures were found to hold, in any order. */
export function createLogVerifier(given: readonly Checkpoint[] = []): LogVerifier {
  const checkpoints = [...given].sort((a, b) => a.size - b.size);
  const newest = checkpoints.at(-1)?.size ?? 0;
  const chain = createChainVerifier(1, newest);
  const frontier = createMerkleFrontier();
  let next = 0;
  let matched = 0;
  let start = frontier.state();
  let leaves: Uint8Array[] = [];
  let diverged: Divergence | null = null;
  /** Those that leaves of the next checkpoint may begin with: another writer's checkpoint may stand between. */
  let recent: Uint8Array[] = [];

  return {
    add(text) {
      chain.add(text);
      if (frontier.size() >= newest || diverged !== null) return;
      const leaf = leafHash(text);
      frontier.append(leaf);
      if (leaves.length < MOST_LEAVES) leaves.push(leaf);
      recent.push(leaf);
      if (recent.length >= 2 * MOST_LEAVES_AT_ONCE) recent = recent.slice(-MOST_LEAVES_AT_ONCE);
      for (;;) {
        const checkpoint = checkpoints[next];
        if (checkpoint === undefined || checkpoint.size > frontier.size()) return;
        if (checkpoint.size === frontier.size() && !sameHash(checkpoint.root, frontier.root())) {
          diverged = { start, checkpoint, leaves };
          return;
        }
        next += 1;
        matched += 1;
        start = frontier.state();
        leaves = [];
      }
    },
    report(end = 0) {
      const report = chain.report(Math.max(end, chain.isInOrder() ? 0 : newest));
      const last = Math.max(end, newest);
      const faults = [...report.faults];
      if (chain.isInOrder() && report.entries < last) faults.push(cutOff(report.entries + 1, last));
      if (diverged !== null && faults.length === 0) faults.push(rewritten(diverged));
      const checked = matched + (diverged === null ? 0 : 1);
      return {
        ...report,
        valid: faults.length === 0 && diverged === null,
        faults: faults.slice(0, MOST_FAULTS),
        checkpoints: { checked, matched },
        signed: start.size,
        uncovered: Math.max(0, report.entries - start.size),
        origin: checkpoints.at(-1)?.origin ?? null,
      };
    },
    signed: () => start.size,
    holds: (noted) => holdsLeaves(noted, start, recent),
    divergence() {
      if (!chain.isInOrder()) return null;
      const checkpoint = checkpoints[next];
      // A log that ends too early may have been hashed anew before its end, too.
      return diverged ?? (checkpoint === undefined ? null : { start, checkpoint, leaves });
    },
  };
}

function cutOff(from: number, to: number): ChainFault {
  return {
    ...removed(from, to),
    fault: 'cut-off',
    message: `The log ends at entry ${from - 1}; entry ${to} is known to have existed.`,
  };
}

function rewritten({ start, checkpoint }: Divergence): ChainFault {
  return {
    sequence: start.size + 1,
    until: checkpoint.size,
    fault: 'rewritten',
    message: `The log is not what was signed: one of the entries ${start.size + 1} to ${checkpoint.size} was changed, and the chain hashed anew.`,
  };
}
