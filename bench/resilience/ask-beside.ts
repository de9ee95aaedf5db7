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
const PAUSE_MS = 100;
const ANSWER_WITHIN_MS = 30_000;

/** Asks for the list of runs again and again for as long as a flood lasts, as a person does who wants to know what goes on: after each answer with a pause. */
export async function askBeside<T>(
  { cloud }: Installation,
  flood: Promise<T>,
): Promise<{ readonly flood: T; readonly beside: Beside }> {
  const over = new AbortController();
  const ended = flood.finally(() => over.abort());
  const statuses: number[] = [];
  while (!over.signal.aborted) {
    statuses.push(await statusOf(`${cloud.urls.functions}/api/v1/runs?limit=1`, cloud.keys.default));
    await Promise.race([wait(PAUSE_MS), ended]);
  }
  const beside = { asked: statuses.length, unanswered: statuses.filter((status) => status !== 200) };
  return { flood: await ended, beside };
}

async function statusOf(url: string, key: string): Promise<number> {
  const headers = { 'x-functions-key': key };
  try {
    const reply = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await reply.arrayBuffer();
    return reply.status;
  } catch {
    return BROKEN;
  }
}
