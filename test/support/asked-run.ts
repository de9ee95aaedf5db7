import type { Installation } from './start-installation.ts';

/** The answer to a webhook: the run that it asked for, or the event that has to be read first. */
export interface WebhookAnswer {
  readonly runId?: string;
  readonly reading?: string;
  readonly command?: string;
  readonly ignored?: string;
}

/** The run that a webhook asked for, whether its answer names it or the step that reads the event does. */
export async function askedRun(
  installation: Pick<Installation, 'api' | 'waitFor'>,
  { runId, reading }: WebhookAnswer,
): Promise<string> {
  if (runId !== undefined) return runId;
  if (reading === undefined) throw new TypeError('The webhook asked for nothing.');
  return installation.waitFor('the event to be read', async () => {
    const view = (await installation.api(`/api/v1/runs/${reading}`)) as {
      readonly steps?: readonly { readonly output: { readonly runIds?: readonly string[] } }[];
    };
    return view.steps?.[0]?.output.runIds?.[0];
  });
}
