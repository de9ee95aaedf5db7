import { openAsBlob } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { askPatiently } from '../../../shared/platform/http-client/ask-patiently.ts';
import type { Cloud } from '../cloud/start-cloud.ts';

const TIMEOUT_MS = 60_000;

/** Sends the output of one load run to the results door, as a pipeline would. @throws Error with the door's answer. */
export async function pushResult(
  cloud: Cloud,
  result: {
    readonly service: string;
    readonly commit: string;
    readonly branch: string;
    readonly file: string;
  },
  signal: AbortSignal,
): Promise<void> {
  const { service, commit, branch, file } = result;
  const url = new URL(`${cloud.urls.functions}/api/v1/results`);
  url.search = new URLSearchParams({ service, commit, branch, environment: 'try' }).toString();
  const body = await openAsBlob(file);
  const reply = await askPatiently(
    () =>
      fetch(url, {
        method: 'POST',
        headers: { 'x-functions-key': cloud.keys.default, 'content-type': 'application/x-ndjson' },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      }),
    { pause: (waitMs) => wait(waitMs, undefined, { signal }) },
  );
  if (!reply.ok) throw new Error(`A result was refused with ${reply.status}: ${await reply.text()}`);
}
