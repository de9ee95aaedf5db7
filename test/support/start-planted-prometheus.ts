import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { values } from './planted-inputs.ts';

/** A Prometheus whose labels, label names and warnings hold secrets. */
export async function startPlantedPrometheus(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const start = Number(form.get('start'));
      const samples = Array.from({ length: 7 }, (_, at) => [start + at, String(1 + at / 100)]);
      const result = values('Prometheus label').map(({ text }) => ({
        metric: { instance: text },
        values: samples,
      }));
      const named = values('Prometheus label name').map(({ text }) => ({
        metric: { [text]: 'a' },
        values: samples,
      }));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          status: 'success',
          data: { resultType: 'matrix', result: [...result, ...named] },
          warnings: values('Prometheus warning').map(({ text }) => text),
        }),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
