import { connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHost, type TestHost } from './support/start-test-host.ts';

let tested: TestHost;

beforeAll(async () => {
  tested = await createTestHost('slow-app');
  await tested.host.start();
});
afterAll(() => tested.dispose());

describe('a client that sends one byte of a thousand', () => {
  it('is answered 408 and cut off before the function times out; the host stays', async () => {
    const { pid } = tested.host;
    const slow = await sendFirstByte('/api/count');

    const answer = await slow.ended;

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(tested.host.pid).toBe(pid);
    expect((await fetch(`${tested.url}/api/alive`)).status).toBe(200);
    expect(tested.lines.join('\n')).not.toContain('Timeout value');
  });

  it('gets the answer of a function that does not wait for the body, and is then cut off', async () => {
    const slow = await sendFirstByte('/api/deaf');

    expect(await slow.ended).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('the servers of the host process', () => {
  // Linux tells who listens where; elsewhere the connection attempt below is the test.
  it.runIf(process.platform === 'linux')('listen on 127.0.0.1 alone, the library included', () => {
    const addresses = listeningAddresses(tested.host.pid ?? 0);

    expect(addresses.length).toBeGreaterThanOrEqual(2);
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
  });

  it('cannot be reached over another address of this machine', async (context) => {
    const other = await otherAddress();
    if (other === undefined) {
      context.skip('this machine has no other IPv4 address that can be connected to');
      return;
    }

    await expect(reach(other, Number(new URL(tested.url).port))).resolves.toBe('refused');
  });
});

async function sendFirstByte(path: string): Promise<{ readonly ended: Promise<string> }> {
  const { hostname, port } = new URL(tested.url);
  const socket: Socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  const ended = new Promise<string>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{`);
  return { ended };
}

/** Addresses on which a process listens, from /proc: the sockets that it holds, looked up in the table of TCP sockets. */
function listeningAddresses(pid: number): string[] {
  const LISTENING = '0A';
  const rows = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8').trim().split('\n').slice(1),
  );
  const inodes = socketsOf(pid);
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === LISTENING && inodes.has(inode ?? ''))
    .map(([, local]) => addressFromHex((local ?? '').split(':')[0] ?? ''));
}

function socketsOf(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`;
  const links = readdirSync(folder).map((name) => linkOf(`${folder}/${name}`));
  return new Set(
    links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? '').filter((inode) => inode !== ''),
  );
}

/** Empty for a descriptor that was closed meanwhile. */
function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

/** `0100007F` is 127.0.0.1: four bytes, lowest first. An IPv6 address is given back as it stands. */
function addressFromHex(hex: string): string {
  if (hex.length !== 8) return hex;
  return (hex.match(/../g) ?? [])
    .reverse()
    .map((byte) => String(Number.parseInt(byte, 16)))
    .join('.');
}

async function otherAddress(): Promise<string | undefined> {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const address = all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  if (address === undefined) return undefined;
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => {
    server.listen(0, address, resolve);
  });
  const bound = server.address();
  const answer = typeof bound === 'object' && bound !== null ? await reach(address, bound.port) : 'refused';
  server.close();
  return answer === 'reached' ? address : undefined;
}

function reach(host: string, port: number): Promise<'reached' | 'refused'> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    const end = (answer: 'reached' | 'refused'): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end('reached'));
    socket.once('error', () => end('refused'));
    socket.once('timeout', () => end('refused'));
  });
}
