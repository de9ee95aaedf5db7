import { once } from 'node:events';
import { connect } from 'node:net';
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createHostProcess } from '../../apps/local/cloud/host-process.ts';
import { hostFile } from '../support/host-file.ts';
import { ROOT } from '../support/start-installation.ts';
import { matching } from './support/matching.ts';
import { eventually, readRecords, type Entry } from './support/records.ts';
import { createTestHost, temporaryFolder, type TestHost } from './support/start-test-host.ts';

const ENV = { NIGHTLY: '0 0 3 * * *' };
const disposables: TestHost[] = [];

afterEach(async () => {
  for (const tested of disposables.splice(0)) await tested.dispose();
});

async function host(app = 'lifecycle-app', ...rest: [Record<string, string>?, object?]): Promise<TestHost> {
  const tested = await createTestHost(app, rest[0] ?? ENV, rest[1] ?? {});
  disposables.push(tested);
  return tested;
}

/** Whether no connection is to be had; one that was kept is answered. */
async function isRefused(tested: TestHost, path: string): Promise<boolean> {
  return fetch(`${tested.url}${path}`).then(
    () => false,
    () => true,
  );
}

function records(tested: TestHost, event: string): Entry[] {
  return readRecords(join(tested.folder, 'records.jsonl')).filter((entry) => entry.event === event);
}

/** A host on an app that is written for one test: it never starts, so nothing has to be cleaned up but a folder. */
async function startBroken(files: Readonly<Record<string, string>>): Promise<unknown> {
  const made = await createTestHost('http-app');
  disposables.push(made);
  const appFolder = join(made.folder, 'app');
  mkdirSync(appFolder);
  const all = {
    'package.json': '{ "type": "module", "main": "index.mjs" }',
    'host.json': '{ "version": "2.0" }',
    ...files,
  };
  for (const [name, content] of Object.entries(all)) writeFileSync(join(appFolder, name), content);
  const broken = createHostProcess({
    hostFile: await hostFile(ROOT),
    appFolder,
    stateFolder: made.folder,
    port: 0,
    env: {},
    log: () => undefined,
  });
  return broken.start().then(
    () => broken.stop().then(() => 'it started'),
    (error: unknown) => (error instanceof Error ? error.message : error),
  );
}

describe('starting', () => {
  it('fails with every fault of host.json named', async () => {
    const hostJson = {
      version: '2.0',
      functionTimeout: 'ten minutes',
      extensions: { http: { routePrefix: 5 } },
    };

    const outcome = await startBroken({ 'host.json': JSON.stringify(hostJson) });

    expect(outcome).toMatch(/is not a valid host\.json/);
    expect(outcome).toMatch(/functionTimeout: .*\n.*extensions\.http\.routePrefix/);
  });

  it('fails with the reason when the entry point throws', async () => {
    const outcome = await startBroken({ 'index.mjs': 'throw new Error("broken import")' });

    expect(outcome).toMatch(/entry point index\.mjs could not be loaded: Error: broken import/);
  });

  it('fails when a setting that a binding names is not set', async () => {
    const library = JSON.stringify(import.meta.resolve('@azure/functions'));
    const app = `const { app } = (await import(${library})).default;
      app.serviceBusQueue('q', { connection: 'NO_BUS', queueName: 'q', handler() {} });`;

    const outcome = await startBroken({ 'index.mjs': app });

    expect(outcome).toMatch(/the app setting "NO_BUS" with the connection string is not set/);
  });

  it('runs appStart hooks, then timers with runOnStartup, and refuses functions registered later', async () => {
    const tested = await host();
    await tested.host.start();

    const late = await fetch(`${tested.url}/api/register-late`);
    await eventually('the timer', () => records(tested, 'at-start')[0]);

    expect(await late.text()).toBe('A function can only be registered during app startup.');
    expect(records(tested, 'appStart')).toMatchObject([{ hasFolder: false }]);
    expect(records(tested, 'at-start')[0]?.['timer']).toMatchObject({
      isPastDue: false,
      schedule: { adjustForDST: true },
      scheduleStatus: { next: matching(/T03:00:00\.000Z$/) },
    });
  });

  it('runs timers on the second', async () => {
    const tested = await host();
    await tested.host.start();

    const onTime = await eventually('three ticks on time', () => {
      const found = records(tested, 'tick').filter(({ at }) => at % 1_000 < 500);
      return found.length >= 3 && found;
    });

    expect(new Set(onTime.map(({ at }) => Math.floor(at / 1_000))).size).toBe(onTime.length);
  });

  it('runs a timer that was missed while the host was down, as past due', async () => {
    const tested = await host();
    const past = new Date(Date.now() - 3_600_000).toISOString();
    writeFileSync(
      join(tested.folder, 'timer-at-start.json'),
      JSON.stringify({ last: past, next: past, lastUpdated: past }),
    );

    await tested.host.start();
    const entry = await eventually('the run', () => records(tested, 'at-start')[0]);

    expect(entry['timer']).toMatchObject({ isPastDue: true });
  });

  it('starts a timer by hand through the admin route', async () => {
    const tested = await host();
    await tested.host.start();
    await eventually('the first run', () => records(tested, 'at-start').length === 1);

    const response = await fetch(`${tested.url}/admin/functions/at-start`, {
      method: 'POST',
      headers: { 'x-functions-key': tested.keys.master },
      body: '{"input": ""}',
    });

    expect(response.status).toBe(202);
    await eventually('the second run', () => records(tested, 'at-start').length === 2);
  });
});

describe('ending', () => {
  it('lets a running request finish on SIGTERM, takes no new one, and runs appTerminate hooks', async () => {
    const tested = await host();
    await tested.host.start();
    const running = fetch(`${tested.url}/api/work`);
    await eventually('the request', () => records(tested, 'request began')[0]);

    const stopping = tested.host.stop();
    await eventually('the closing of the doors', () => isRefused(tested, '/admin/host/ping'));
    const newOne = await isRefused(tested, '/api/work');
    writeFileSync(join(tested.folder, 'records.jsonl.release'), '');
    const response = await running;
    await stopping;

    expect(await response.text()).toBe('finished');
    expect(newOne).toBe(true);
    expect(records(tested, 'appTerminate')).toHaveLength(1);
    expect(tested.host.pid).toBeUndefined();
  });

  it('refuses what a connection from before brings while it drains, and closes it', async () => {
    const tested = await host();
    await tested.host.start();
    const { hostname, port } = new URL(tested.url);
    const kept = connect(Number(port), hostname);
    let answer = '';
    kept.setEncoding('utf8').on('data', (text: string) => void (answer += text));
    const closed = once(kept, 'close');
    kept.write('GET /admin/host/ping HTTP/1.1\r\nHost: kept\r\n');
    const running = fetch(`${tested.url}/api/work`);
    await eventually('the request', () => records(tested, 'request began')[0]);

    const stopping = tested.host.stop();
    await eventually('the closing of the doors', () => isRefused(tested, '/admin/host/ping'));
    kept.write('\r\n');
    await closed;
    writeFileSync(join(tested.folder, 'records.jsonl.release'), '');

    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(await (await running).text()).toBe('finished');
    await stopping;
  });

  it('cuts work off when draining takes longer than allowed', async () => {
    const tested = await host('lifecycle-app', ENV, { drainTimeoutMs: 200 });
    await tested.host.start();
    const running = fetch(`${tested.url}/api/work`).then(
      () => 'served',
      () => 'cut off',
    );
    await eventually('the request', () => records(tested, 'request began')[0]);

    await tested.host.stop();

    expect(await running).toBe('cut off');
    expect(tested.lines.join('\n')).toContain('work was cut off');
  });

  it('fails an invocation at functionTimeout and starts the worker again, as Azure does', async () => {
    const tested = await host('timeout-app');
    await tested.host.start();
    const firstPid = tested.host.pid;

    const response = await fetch(`${tested.url}/api/stuck`);
    await eventually('a new process', () => tested.host.pid !== undefined && tested.host.pid !== firstPid);
    await tested.host.ready();

    expect(response.status).toBe(500);
    expect(tested.lines.join('\n')).toContain('Timeout value of 1000 ms was exceeded by function "stuck"');
  });

  it('comes back on the same port after a crash', async () => {
    const tested = await host();
    await tested.host.start();
    const firstPid = tested.host.pid;

    await fetch(`${tested.url}/api/crash`);
    await eventually('a new process', () => tested.host.pid !== undefined && tested.host.pid !== firstPid);
    await tested.host.ready();
    const response = await fetch(`${tested.url}/admin/host/ping`);

    expect(response.status).toBe(200);
  });

  it('stays down after a crash when asked to', async () => {
    const tested = await host('lifecycle-app', ENV, { restartOnCrash: false });
    await tested.host.start();

    await tested.host.kill('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 400));

    expect(tested.host.pid).toBeUndefined();
  });

  it('ends when the process that started it is killed', async () => {
    const folder = temporaryFolder();
    const script = join(import.meta.dirname, 'support', 'parent.ts');
    const parent = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const hostPid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (data: Buffer) => resolve(Number(data.toString())));
    });

    parent.kill('SIGKILL');
    await eventually('the end of the host', () => !isAlive(hostPid));

    expect(isAlive(hostPid)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
