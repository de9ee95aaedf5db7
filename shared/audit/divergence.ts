import type { Checkpoint } from './checkpoint.ts';
import type { FrontierState } from './merkle-frontier.ts';

/** Where a log stops to be what was signed: the tree is right at `start.size` and wrong at `checkpoint.size`. */
export interface Divergence {
  readonly start: FrontierState;
  readonly checkpoint: Checkpoint;
  /** Leaves of the log as it is, from the one after `start.size` on. */
  readonly leaves: readonly Uint8Array[];
}
