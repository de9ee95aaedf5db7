import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchPatiently } from '../support/fetch-patiently.ts';
import { createTestHost, type TestHost } from './support/start-test-host.ts';

let tested: TestHost;

beforeAll(async () => {
  tested = await createTestHost('stream-app');
  await tested.host.start();
});
afterAll(() => tested.dispose());

describe('HTTP triggers with enableHttpStream', () => {
  it('stream a large request to the handler, with parameters, repeated query values and headers', async () => {
    const chunk = new Uint8Array(64 * 1024);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent === 160) controller.close();
        else controller.enqueue(chunk);
        sent += 1;
      },
    });

    const response = await fetch(`${tested.url}/api/count/Ann?q=1&q=2`, {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'x-test': 'yes', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    });

    expect(response.headers.getSetCookie()).toEqual(['c=1']);
    expect(await response.json()).toEqual({
      bytes: 160 * chunk.length,
      name: 'Ann',
      query: ['1', '2'],
      url: `${tested.url}/api/count/Ann?q=1&q=2`,
      header: 'yes',
      traceParent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
  });

  it('pass the parts of an answer on as they come', async () => {
    const started = performance.now();
    const response = await fetch(`${tested.url}/api/drip`);
    const headAfterMs = performance.now() - started;

    const text = await response.text();

    expect(text).toBe('part 0\npart 1\npart 2\npart 3\n');
    expect(performance.now() - started).toBeGreaterThan(headAfterMs + 300);
  });

  it('pass statuses through', async () => {
    const response = await fetch(`${tested.url}/api/refused`);

    expect([response.status, await response.text()]).toEqual([403, 'no']);
  });

  it('answer 500 when the handler throws before its answer', async () => {
    const response = await fetch(`${tested.url}/api/boom`);

    expect([response.status, await response.text()]).toEqual([500, '']);
  });

  it('break the connection when the answer breaks, so that the caller does not take half for whole', async () => {
    const response = await fetch(`${tested.url}/api/broken`);

    await expect(response.text()).rejects.toThrow();
  });

  it('do not leave the caller waiting when the handler returns nothing, and say why', async () => {
    const response = await fetch(`${tested.url}/api/silent`);

    expect(response.status).toBe(500);
    expect(tested.lines.join('\n')).toContain('"silent" returned no response');
  });

  it('serve many requests at the same time, some of them later when the machine is busy', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_unused, index) => {
        const response = await fetchPatiently(`${tested.url}/api/count/n${index}`, {
          method: 'POST',
          body: 'x'.repeat(index),
        });
        return z.object({ bytes: z.number() }).parse(await response.json()).bytes;
      }),
    );

    expect(answers).toEqual(Array.from({ length: 50 }, (_u, index) => index));
  });
});
