import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request of the product to a vendor, as it went over the wire. */
export interface Passed {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: string;
}

/** What an answer says in place of what the look-alike said. */
export type Plant = (asked: Passed, answer: unknown) => unknown;

export interface PlantingProxy {
  /** The look-alike's address with this proxy in front of it. */
  through(address: string): string;
  /** What the product sent, oldest first. */
  readonly passed: readonly Passed[];
  /** What it was answered. */
  readonly answers: readonly string[];
  stop(): Promise<void>;
}

/** Of one connection, not of what is asked over it. */
const OWN_HEADERS = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'];

/** Stands before a look-alike, keeps what it is sent, and puts into its JSON answers what people may have written there. */
export async function startPlantingProxy(target: string, plant: Plant): Promise<PlantingProxy> {
  const { origin } = new URL(target);
  const passed: Passed[] = [];
  const answers: string[] = [];

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const asked = { method: request.method ?? 'GET', path: request.url ?? '/', body: body.toString('utf8') };
    passed.push(asked);
    const headers = Object.entries(request.headers).filter(([name]) => !OWN_HEADERS.includes(name));
    const reply = await fetch(`${origin}${asked.path}`, {
      method: asked.method,
      headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length === 0 ? {} : { body }),
      redirect: 'manual',
    });
    const type = reply.headers.get('content-type') ?? 'text/plain';
    const bytes = Buffer.from(await reply.arrayBuffer());
    const link = reply.headers.get('link');
    response.writeHead(reply.status, { 'content-type': type, ...(link === null ? {} : { link }) });
    const answer = type.includes('json') && bytes.length > 0 ? planted(asked, bytes) : bytes;
    answers.push(answer.toString('utf8'));
    response.end(answer);
  }

  function planted(asked: Passed, bytes: Buffer): Buffer {
    return Buffer.from(JSON.stringify(plant(asked, JSON.parse(bytes.toString('utf8')))));
  }

  const server = createServer((request, response) => {
    pass(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(502).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    through: (address) => address.replace(origin, own),
    passed,
    answers,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The same answer with these fields in each of its objects that does not have them, as the real vendor's have many more. */
export function withFields(answer: unknown, fields: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(answer)) return answer.map((one: unknown) => withFields(one, fields));
  if (typeof answer !== 'object' || answer === null) return answer;
  const inner = Object.entries(answer).map(([name, value]): [string, unknown] => [
    name,
    withFields(value, fields),
  ]);
  return { ...fields, ...Object.fromEntries(inner) };
}
