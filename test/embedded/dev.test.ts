import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, describe, it } from 'vitest';
import { freePort } from '../../apps/local/cloud/free-port.ts';
import { eventually } from './support/records.ts';
import { temporaryFolder } from './support/start-test-host.ts';

const ROOT = join(import.meta.dirname, '../..');
const IS_BUILT = existsSync(join(ROOT, 'dist/functions/index.js'));
const folder = temporaryFolder();
const running: ChildProcess[] = [];

afterEach(() => {
  running.splice(0).forEach((child) => child.kill('SIGKILL'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Dev {
  readonly output: () => string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  interrupt(): void;
}

function dev(...options: string[]): Dev {
  const build = IS_BUILT ? ['--no-build'] : [];
  const child = spawn(process.execPath, ['apps/local/dev.ts', ...build, ...options], { cwd: ROOT });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()));
  return {
    output: () => output,
    ended: new Promise((resolve) => child.once('exit', resolve)),
    interrupt: () => child.kill('SIGINT'),
  };
}

async function statusPage(started: Dev): Promise<string> {
  const line = await eventually(
    'the address of the status page',
    () => /status page\s+(http\S+)/.exec(started.output())?.[1],
    60_000,
  );
  return line;
}

describe('npm run dev', () => {
  it('shows webhook, status page and log, leaves nothing behind on Ctrl-C, and finds its data again', async () => {
    const port = String(await freePort());
    const first = dev('--folder', folder, '--port', port, '--secret', 'mine=a=b');
    const address = await statusPage(first);
    const page = await fetch(address);
    const token = readFileSync(join(folder, 'key-vault/secrets.json'), 'utf8');

    first.interrupt();
    const exitCode = await first.ended;

    expect(page.status).toBe(200);
    expect(first.output()).toContain(`POST http://127.0.0.1:${port}/api/webhooks/{connection}`);
    expect(first.output()).toMatch(/\[host\] Started \d+ functions/);
    expect(JSON.parse(token)).toMatchObject({ mine: [{ value: 'a=b' }] });
    expect(exitCode).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
    expect([existsSync(join(folder, 'cloud.lock')), existsSync(join(folder, 'cloud.json'))]).toEqual([
      false,
      false,
    ]);

    const second = dev('--folder', folder, '--port', port);
    expect(await statusPage(second)).toBe(address);
    expect(readFileSync(join(folder, 'key-vault/secrets.json'), 'utf8')).toBe(token);
    second.interrupt();
    expect(await second.ended).toBe(0);
  });

  it.each([
    [['--port', 'web'], '--port web: a port is a number'],
    [['--secret', 'nothing'], '--secret wants <name>=<value>'],
    [['--folders', 'x'], "Unknown option '--folders'"],
  ])('refuses %j with the reason', async (options, message) => {
    const refused = dev(...options);

    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(message);
  });

  it('explains itself with --help', async () => {
    const helped = dev('--help');

    expect(await helped.ended).toBe(0);
    expect(helped.output()).toMatch(/--port .*--folder .*--no-build/s);
  });
});
