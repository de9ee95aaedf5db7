import { setTimeout as wait } from 'node:timers/promises';
import type { Installation } from '../../test/support/start-installation.ts';

/** What became of a person's requests beside a flood. */
export interface Beside {
  readonly asked: number;
  /** Statuses other than 200; 0 when there was no answer. */
  readonly unanswered: readonly number[];
}

/** The connection broke, or nothing was answered. */
const BROKEN = 0;
const EVERY_MS = 100;
const ANSWER_WITHIN_MS = 30_000;

/** Asks for the list of runs ten times a second for as long as a flood lasts, as a person does who wants to know what goes on. */
export async function askBeside<T>(
  { cloud }: Installation,
  flood: Promise<T>,
): Promise<{ readonly flood: T; readonly beside: Beside }> {
  const over = new AbortController();
  const ended = flood.finally(() => over.abort());
  const asked: Promise<number>[] = [];
  while (!over.signal.aborted) {
    asked.push(
      fetch(`${cloud.urls.functions}/api/v1/runs?limit=1`, {
        headers: { 'x-functions-key': cloud.keys.default },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      }).then(
        async (reply) => {
          await reply.arrayBuffer();
          return reply.status;
        },
        () => BROKEN,
      ),
    );
    await Promise.race([wait(EVERY_MS), ended]);
  }
  const statuses = await Promise.all(asked);
  const beside = { asked: statuses.length, unanswered: statuses.filter((status) => status !== 200) };
  return { flood: await ended, beside };
}
