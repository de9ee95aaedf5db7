import type { DeadLetter } from '../../shared/ports/dead-letters.ts';
import { TEST_NOW, TEST_RUN } from './memory-runner.ts';

/** A message of the collect queue that was refused for good. */
export const REFUSED_LETTER: DeadLetter = {
  queue: 'collect',
  kind: 'rejected',
  messageId: `${TEST_RUN}:collect`,
  runId: TEST_RUN,
  part: null,
  code: 'REMOTE_FORBIDDEN',
  reason: 'The token may not.',
  failures: 1,
  replays: 0,
  at: TEST_NOW,
};
