import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { freePort } from '../../apps/local/cloud/free-port.ts';
import { measureMemory } from '../../apps/local/cloud/measure-memory.ts';
import { startCloud } from '../../apps/local/cloud/start-cloud.ts';
import { fetchPatiently } from '../support/fetch-patiently.ts';
import { isSaved } from './support/is-saved.ts';
import { eventually } from './support/records.ts';
import { APPS, temporaryFolder } from './support/start-test-host.ts';

/** Issue 2's bound for the embedded cloud at rest: both processes, resident. */
const MOST_MEMORY_MIB = 400;

const Settings = z.object({ publicUrl: z.string(), extra: z.string(), pid: z.number() });
const Started = z.object({ pid: z.number(), hostPid: z.number(), url: z.string() });

interface RunningCloud extends z.infer<typeof Started> {
  readonly process: ChildProcess;
  readonly lines: string[];
}

const folder = temporaryFolder();
const others: ChildProcess[] = [];
let cloud: RunningCloud;

beforeAll(async () => {
  cloud = await run(folder);
});
afterEach(() => {
  others.splice(0).forEach((child) => child.kill('SIGKILL'));
});
afterAll(async () => {
  await end(cloud, 'SIGTERM');
  rmSync(folder, { recursive: true });
});

async function run(place: string): Promise<RunningCloud> {
  const script = join(import.meta.dirname, 'support', 'cloud-process.ts');
  const child = spawn(process.execPath, [script, place], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  child.stderr.on('data', (data: Buffer) => lines.push(data.toString()));
  const first = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString()));
    child.once('exit', (code) =>
      reject(new Error(`The cloud ended with ${String(code)}:\n${lines.join('')}`)),
    );
  });
  return { ...Started.parse(JSON.parse(first)), process: child, lines };
}

async function end(running: RunningCloud, signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise((resolve) => running.process.once('exit', resolve));
  running.process.kill(signal);
  await gone;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function write(url: string, id: string): Promise<void> {
  const response = await fetchPatiently(`${url}/api/notes/${id}`, { method: 'POST', body: `text of ${id}` });
  expect(response.status).toBe(202);
}

async function read(url: string, id: string): Promise<string | null> {
  const response = await fetch(`${url}/api/notes/${id}`);
  return response.status === 200 ? response.text() : null;
}

async function settings(): Promise<z.infer<typeof Settings>> {
  const response = await fetch(`${cloud.url}/api/settings`);
  return Settings.parse(await response.json());
}

describe('the embedded cloud', () => {
  it('lets an app reach Service Bus, Blob, database and Key Vault through its environment alone', async () => {
    await write(cloud.url, 'first');

    const stored = await eventually('the note', () => read(cloud.url, 'first'));
    const secret = await fetch(`${cloud.url}/api/secrets/from-start`);

    expect(stored).toBe('{"text":"text of first"}');
    expect(await secret.text()).toBe('a secret value');
    expect(await settings()).toMatchObject({ publicUrl: cloud.url, extra: 'given' });
  });

  it('describes itself in cloud.json, readable by its owner alone', () => {
    const file = join(folder, 'cloud.json');

    const description: unknown = JSON.parse(readFileSync(file, 'utf8'));

    expect(description).toMatchObject({ pid: cloud.pid, urls: { functions: cloud.url } });
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('keeps a second cloud off its folder and names the first', async () => {
    const second = startCloud({
      folder,
      queues: [],
      appFolder: join(APPS, 'cloud-app'),
      log: () => undefined,
    });

    await expect(second).rejects.toThrow(`is in use by the embedded cloud of process ${cloud.pid}`);
  });

  it(`rests below ${MOST_MEMORY_MIB} MiB`, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1000));

    const { totalMiB } = measureMemory([cloud.pid, cloud.hostPid]);

    expect(totalMiB).toBeGreaterThan(50);
    expect(totalMiB).toBeLessThan(MOST_MEMORY_MIB);
  });

  it('loses nothing that was accepted when the host is killed, and brings the host back', async () => {
    const ids = Array.from({ length: 20 }, (_unused, index) => `host-${index}`);
    await Promise.all(ids.map((id) => write(cloud.url, id)));

    process.kill(cloud.hostPid, 'SIGKILL');
    for (const id of ids) {
      await eventually(id, () => read(cloud.url, id).catch(() => null));
    }

    expect(isAlive(cloud.hostPid)).toBe(false);
  });

  it('is gone altogether when its process is killed, and the next start finds its data', async () => {
    await write(cloud.url, 'before the kill');
    await eventually('the note', () => read(cloud.url, 'before the kill'));
    await eventually('the blob on the disk', () => isSaved(join(folder, 'blob'), 'before the kill'));
    const { pid } = await settings();

    await end(cloud, 'SIGKILL');
    await eventually('the end of the host', () => !isAlive(pid));
    cloud = await run(folder);

    expect(await read(cloud.url, 'before the kill')).toBe('{"text":"text of before the kill"}');
    await write(cloud.url, 'after the kill');
    await eventually('the new note', () => read(cloud.url, 'after the kill'));
  });

  it('stops in order on SIGTERM and leaves no lock, no description and no process', async () => {
    await end(cloud, 'SIGTERM');

    expect([existsSync(join(folder, 'cloud.lock')), existsSync(join(folder, 'cloud.json'))]).toEqual([
      false,
      false,
    ]);
    expect(isAlive(cloud.hostPid)).toBe(false);
    cloud = await run(folder);
    expect(await read(cloud.url, 'after the kill')).toBe('{"text":"text of after the kill"}');
  });
});

describe('starting an embedded cloud', () => {
  it('names the part whose port is taken, and leaves nothing running', async () => {
    const place = temporaryFolder();
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    const options = { folder: place, queues: [], functionsHost: false, log: () => undefined };

    const failing = startCloud({ ...options, ports: { keyVault: port } });
    await expect(failing).rejects.toThrow(/Key Vault: .*EADDRINUSE/);
    const again = await startCloud(options);
    await again.stop();

    squatter.close();
    rmSync(place, { recursive: true });
  });

  it('fails with the reason of the host when the app does not start', async () => {
    const place = temporaryFolder();

    const failing = startCloud({ folder: place, queues: [], appFolder: place, log: () => undefined });

    await expect(failing).rejects.toThrow(/The Functions host did not start: .*host\.json/s);
    rmSync(place, { recursive: true });
  });
});
