import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { endSlowUpload, type UploadTimes } from './end-slow-upload.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  vi.useRealTimers();
});

describe('endSlowUpload', () => {
  it('answers 408 to a client that is silent in the middle of its body', async () => {
    const port = await serve({ idleMs: 150, totalMs: null });

    const answer = await upload(port, 100, [0]);

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('answers 408 to a body that drips for longer than the time in all', async () => {
    const port = await serve({ idleMs: 5_000, totalMs: 300 });

    const answer = await upload(
      port,
      100,
      Array.from({ length: 40 }, () => 50),
    );

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('lets a body that comes in parts come whole', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    let arrived = 0;
    const port = await serve({ idleMs: 400, totalMs: 5_000 }, () => (arrived += 1));

    // Five parts 300 ms apart by the watch's clock, which moves on when one has arrived.
    const answer = await upload(
      port,
      5,
      Array.from({ length: 5 }, () => 0),
      async (sent) => {
        await vi.waitUntil(() => arrived === sent, { timeout: 15_000, interval: 5 });
        vi.advanceTimersByTime(300);
      },
    );

    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

/** A server that reads the whole body before it answers 200. */
async function serve(times: UploadTimes, onPart: () => void = () => undefined): Promise<number> {
  const made = createServer((request, response) => {
    const endWatch = endSlowUpload(request, response, times);
    request.on('error', () => undefined);
    request.on('data', onPart).on('end', () => {
      endWatch();
      response.end();
    });
  });
  server = made;
  await new Promise<void>((resolve) => {
    made.listen(0, '127.0.0.1', resolve);
  });
  return (made.address() as AddressInfo).port;
}

/** Sends a byte after each pause and gives back what was answered; `afterPart` is told how many are sent. */
async function upload(
  port: number,
  length: number,
  pauses: readonly number[],
  afterPart: (sent: number) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  const answered = new Promise((resolve) => {
    socket.once('data', resolve);
    socket.once('close', resolve);
  });
  socket.on('error', () => undefined);
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`);
  for (const [at, pauseMs] of pauses.entries()) {
    await wait(pauseMs);
    if (socket.writable) socket.write('x');
    await afterPart(at + 1);
  }
  await answered;
  socket.destroy();
  return answer;
}
