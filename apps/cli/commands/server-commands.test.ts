import type { RequestListener } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { json, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';
import { createAnalyzeCommand } from './analyze.ts';
import { createLogsPushCommand } from './logs-push.ts';
import { createResultsCommand } from './results.ts';
import { createRunsCommand } from './runs.ts';
import { createStatusCommand } from './status.ts';

const RUN = 'run-0123456789abcdef01234567';
const KEY = 'key-of-the-door';
const SHA = 'b'.repeat(40);

describe('commands that ask a server', () => {
  let folder: string;
  stopServersAfterEach();

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-cli-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    process.exitCode = undefined;
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each([
    ['pass', 'done', 0],
    ['warn', 'done', 0],
    ['fail', 'done', 1],
    [null, 'failed', 1],
    ['pass', 'failed', 1],
    ['undecided', 'done', 3],
    ['no-baseline', 'done', 3],
    ['no-data', 'done', 3],
    [null, 'running', 3],
    ['something new', 'done', 3],
  ])('status of a run with the verdict %s that is %s ends with %i', async (verdict, status, code) => {
    const server = await serve(json(200, viewOf({ verdict, status })));

    expect((await run(createStatusCommand(), ['status', RUN], server.url('/').origin)).code).toBe(code);
  });

  it.each([
    ['answers 401', json(401, {}), 2, /key/],
    [
      'answers 404',
      json(404, { title: 'INPUT_INVALID', detail: 'No run of this id.' }),
      2,
      /No run of this id/,
    ],
    ['answers 429', json(429, { title: 'LOCK_HELD', detail: 'later' }), 4, /LOCK_HELD/],
    ['answers 500', json(500, { title: 'UNEXPECTED', detail: 'A bug.' }), 4, /A bug/],
    ['answers with a page', page(503), 4, /503/],
    ['answers 200 with a page', page(200), 4, /./],
    ['answers in another shape', json(200, { run: {} }), 4, /./],
    ['hangs up', (request) => void request.socket.destroy(), 4, /cannot be reached/],
  ])(
    'status ends with the code of its kind of error when the server %s',
    async (_name, listener, code, said) => {
      const server = await serve(listener);

      const ran = await run(createStatusCommand(), ['status', RUN], server.url('/').origin);

      expect(ran.code).toBe(code);
      expect(ran.errors).toMatch(said);
      expect(ran.errors + ran.output).not.toContain(KEY);
    },
  );

  it('ends with 4 when nobody is at the address', async () => {
    const ran = await run(createRunsCommand(), ['runs'], 'http://127.0.0.1:9');

    expect([ran.code, ran.errors]).toEqual([4, expect.stringContaining('cannot be reached')]);
  });

  it('comes again when a busy server says when, with the whole log once more, and says what it waits for', async () => {
    const taken = { ref: 'logs/1', lines: 2, records: 2, shapes: 1, masked: {}, created: true };
    let asked = 0;
    const server = await serve((request, response) => {
      asked += 1;
      const answer = asked === 1 ? json(429, {}, { 'retry-after': '1' }) : json(201, taken);
      answer(request, response);
    });
    const file = path.join(folder, 'app.log');
    writeFileSync(file, 'one\ntwo\n');

    const ran = await run(
      createLogsPushCommand(),
      ['push', file, '--service', 'orders', '--commit', SHA],
      server.url('/').origin,
    );

    expect(ran.code).toBe(0);
    expect(server.seen.map(({ body }) => body)).toEqual(['one\ntwo\n', 'one\ntwo\n']);
    expect(ran.errors).toContain('The server is busy; asking again in 1 s.');
  });

  it('ends with 4 at once when a busy server wants it to come again much later, and says when', async () => {
    const server = await serve(json(429, { title: 'TOO_BUSY', detail: 'Later.' }, { 'retry-after': '600' }));

    const ran = await run(createStatusCommand(), ['status', RUN], server.url('/').origin);

    expect([ran.code, server.seen.length]).toEqual([4, 1]);
    expect(ran.errors).toContain('is busy (TOO_BUSY: Later.). It asks to come again after 600 s.');
  });

  it('prints one JSON document of what it was told, and of an error', async () => {
    const server = await serve(json(200, { runs: [viewOf().run] }));

    const listed = await run(createRunsCommand(), ['runs', '--json'], server.url('/').origin);
    const failed = await run(createRunsCommand(), ['runs', '--json'], 'http://127.0.0.1:9');

    expect(JSON.parse(listed.output)).toMatchObject([{ runId: RUN }]);
    expect(JSON.parse(failed.output)).toMatchObject({ error: { code: 'REMOTE_UNAVAILABLE' } });
    expect([listed.code, failed.code]).toEqual([0, 4]);
  });

  it('sends the key as the Functions host wants it, and the limits asked for', async () => {
    const server = await serve(json(200, { runs: [] }));

    await run(createRunsCommand(), ['runs', '--limit', '5', '--service', 'a b'], server.url('/').origin);

    expect(server.seen[0]).toMatchObject({
      url: '/api/v1/runs?limit=5&service=a+b',
      headers: { 'x-functions-key': KEY },
    });
  });

  it('analyze asks once, waits for the end and ends with the code of the verdict', async () => {
    let asked = 0;
    const server = await serve((request, response) => {
      if (request.method === 'POST') json(202, { runId: RUN, status: 'x' })(request, response);
      else if (asked++ === 0) {
        json(404, { title: 'INPUT_INVALID', detail: 'No run of this id is known (yet).' })(request, response);
      } else {
        const more = asked < 3 ? { status: 'running', verdict: null } : { status: 'done', verdict: 'fail' };
        json(200, viewOf(more))(request, response);
      }
    });

    const ran = await run(
      createAnalyzeCommand(),
      ['analyze', 'shop/orders', '--head', SHA, '--json'],
      server.url('/').origin,
    );

    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.output)).toMatchObject({ run: { verdict: 'fail' } });
    expect(server.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toMatchObject({ headSha: SHA, via: 'command-line' });
  });

  it('analyze gives up after its time, honestly', async () => {
    const server = await serve((request, response) => {
      if (request.method === 'POST') json(202, { runId: RUN, status: 'x' })(request, response);
      else json(200, viewOf({ status: 'running', verdict: null }))(request, response);
    });

    const ran = await run(
      createAnalyzeCommand(),
      ['analyze', 'orders', '--head', SHA, '--timeout', '1'],
      server.url('/').origin,
    );

    expect(ran.code).toBe(4);
    expect(ran.errors).toContain(`perf-agent status ${RUN}`);
  });

  it('results push hands in each file and says what was taken', async () => {
    const taken = { ref: 'results/1.json', tool: 'k6', metrics: 4, notes: [], created: true };
    const server = await serve(json(201, taken));
    const file = path.join(folder, 'run.json');
    writeFileSync(file, '{"a":1}');

    const ran = await run(
      createResultsCommand(),
      ['results', 'push', file, file, '--service', 'orders', '--commit', SHA, '--json'],
      server.url('/').origin,
    );

    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.output)).toEqual([
      { file, ...taken },
      { file, ...taken },
    ]);
    expect(server.seen.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('results push ends with 2 for a file that is not there, and for one that is refused', async () => {
    const server = await serve(json(400, { title: 'INPUT_INVALID', detail: 'no known format' }));
    const file = path.join(folder, 'run.json');
    writeFileSync(file, 'x');
    const push = (name: string) =>
      run(
        createResultsCommand(),
        ['results', 'push', name, '--service', 'orders', '--commit', SHA],
        server.url('/').origin,
      );

    const missing = await push(path.join(folder, 'missing.json'));
    const refused = await push(file);

    expect([missing.code, refused.code]).toEqual([2, 2]);
    expect(missing.errors).toContain('missing.json');
    expect(refused.errors).toContain('no known format');
  });

  it.each([
    [createStatusCommand(), ['status']],
    [createAnalyzeCommand(), ['analyze']],
    [createResultsCommand(), ['results', 'push', 'file']],
    [createRunsCommand(), ['runs', '--colour']],
  ])('takes missing arguments and unknown options for wrong usage', async (command, args) => {
    const program = quiet(command);

    await expect(program.parseAsync(args, { from: 'user' })).rejects.toBeInstanceOf(CommanderError);
  });
});

/** Runs a command against a server as the program would. @returns exit code and what was printed */
async function run(command: Command, args: readonly string[], url: string) {
  const output: string[] = [];
  const errors: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void output.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void errors.push(line));
  process.exitCode = undefined;
  vi.stubEnv('PERF_AGENT_KEY', KEY);
  await quiet(command).parseAsync([...args, '--url', url], { from: 'user' });
  const code = process.exitCode;
  process.exitCode = undefined;
  return { code, output: output.join('\n'), errors: errors.join('\n') };
}

function quiet(command: Command): Command {
  const silent = { writeOut: () => undefined, writeErr: () => undefined };
  for (const one of [command, ...command.commands]) one.exitOverride().configureOutput(silent);
  return new Command('perf-agent').exitOverride().configureOutput(silent).addCommand(command);
}

function viewOf(more: { readonly verdict?: string | null; readonly status?: string } = {}) {
  const run = {
    runId: RUN,
    service: 'orders',
    project: 'shop/orders',
    change: '7',
    headSha: SHA,
    title: 'Faster basket',
    status: 'done',
    step: 'deliver',
    verdict: 'pass',
    headline: null,
    startedAt: '2026-05-04T10:00:00.000Z',
    updatedAt: '2026-05-04T10:01:00.000Z',
    ...more,
  };
  return { run, steps: [] };
}

function page(status: number): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Sign in</title>');
  };
}
