import { setTimeout as sleep } from 'node:timers/promises';
import { ThrottledError, TransientError } from '../../errors/pipeline-error.ts';
import type { Clock } from '../../ports/clock.ts';

/** A pause this short is waited for; a longer one gives the message back. */
const LONGEST_PAUSE_MS = 5_000;
const LONGEST_WAIT_MS = 600_000;

/** Keeps the pace that a host asks for in answers that it did give. */
export interface Pacer {
  /** @throws ThrottledError(`REMOTE_THROTTLED`) when the pause is too long to wait for; TransientError when cancelled meanwhile */
  waitForTurn(signal: AbortSignal): Promise<void>;
  heed(headers: Readonly<Record<string, string>>): void;
}

/**
 * Azure DevOps slows a heavy caller down before it refuses: its answers come late, with status 200 and `Retry-After` (seconds or a
 * date). Whoever heeds that is not refused.
 */
export function createPacer(clock: Clock): Pacer {
  let notBefore = 0;
  return {
    async waitForTurn(signal) {
      const left = notBefore - clock.now().getTime();
      if (left <= 0) return;
      if (left > LONGEST_PAUSE_MS)
        throw new ThrottledError('REMOTE_THROTTLED', 'Azure DevOps asked to slow down.', left);
      await sleep(left, undefined, { signal }).catch((cause: unknown) => {
        const message = 'A call to Azure DevOps was cancelled while it waited for its turn.';
        throw new TransientError('REMOTE_UNAVAILABLE', message, { cause, details: { reason: 'cancelled' } });
      });
    },
    heed(headers) {
      const now = clock.now().getTime();
      const text = headers['retry-after']?.trim() ?? '';
      const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
      if (wait > 0) notBefore = Math.max(notBefore, now + Math.min(wait, LONGEST_WAIT_MS));
    },
  };
}
