import { maskedName } from '../contracts/masked-text.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeadLetter, DeadLetters, LetterChoice } from '../ports/dead-letters.ts';
import { appendPatiently, type PatientServices } from './append-patiently.ts';

interface ReplayPorts extends PatientServices {
  readonly tenant: string;
  readonly deadLetters: DeadLetters;
  readonly clock: Clock;
}

/** Sends rejected messages back to their queues. That a message goes back, and by whom, stands in the audit log before it goes. */
export async function replayDeadLetters(
  { choose, actor }: { readonly choose: LetterChoice; readonly actor: string },
  ports: ReplayPorts,
  signal: AbortSignal,
): Promise<readonly DeadLetter[]> {
  return ports.deadLetters.replay(
    choose,
    ({ queue, messageId, runId, code, replays, at }) =>
      appendPatiently(
        {
          key: `replay:${queue}:${messageId}:${at.toISOString()}`.slice(0, 300),
          at: ports.clock.now().toISOString(),
          tenant: ports.tenant,
          runId,
          actor,
          action: 'message.replayed',
          subject: `message ${messageId}`,
          inputs: [],
          outputs: [],
          details: { queue: maskedName(queue), code: maskedName(code), replaysBefore: replays },
        },
        ports,
        signal,
      ),
    signal,
  );
}
