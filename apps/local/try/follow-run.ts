import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { Cloud } from '../cloud/start-cloud.ts';

const PATIENCE_MS = 90_000;
const PAUSE_MS = 150;

const RunView = z.object({
  run: z.object({ status: z.string(), verdict: z.string().nullable(), headline: z.string().nullable() }),
  steps: z.array(z.object({ step: z.string(), part: z.string().nullable(), at: z.string() })),
});
const LAST_STEPS = ['ticket', 'learn'];

/** Shows the steps of a run as they are recorded. @returns its verdict. @throws Error when it fails or takes too long. */
export async function followRun(
  cloud: Cloud,
  runId: string,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<{ readonly verdict: string; readonly headline: string }> {
  const shown = new Set<string>();
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (performance.now() < giveUpAt) {
    const view = await readRun(cloud, runId, signal);
    if (view !== null) {
      showNewSteps(view, shown, tell);
      const { verdict, headline, status } = view.run;
      if (status === 'failed') throw new Error('The run failed; cloud.log beside the data says why.');
      const ended = LAST_STEPS.every((step) => shown.has(step));
      if (ended && verdict !== null && headline !== null) return { verdict, headline };
    }
    await wait(PAUSE_MS, undefined, { signal });
  }
  throw new Error(
    `The run did not end within ${PATIENCE_MS / 1_000} s; it came as far as: ${[...shown].join(', ')}.`,
  );
}

function showNewSteps(view: z.infer<typeof RunView>, shown: Set<string>, tell: (line: string) => void): void {
  for (const { step, part, at } of view.steps) {
    const name = part === null ? step : `${step} (${part})`;
    if (shown.has(name)) continue;
    shown.add(name);
    tell(`  ${at.slice(11, 23)} ${name}`);
  }
}

async function readRun(
  cloud: Cloud,
  runId: string,
  signal: AbortSignal,
): Promise<z.infer<typeof RunView> | null> {
  const reply = await fetch(`${cloud.urls.functions}/api/v1/runs/${runId}`, {
    headers: { 'x-functions-key': cloud.keys.default },
    signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
  });
  // Not known yet, or asked while the host is busy: it is asked again in a moment anyway.
  if (reply.status === 404 || reply.status === 429) {
    await reply.body?.cancel();
    return null;
  }
  return RunView.parse(await reply.json());
}
