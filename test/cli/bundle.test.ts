import { execFile, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { filesFor, PERF_AGENT } from './run-cli.ts';

const run = promisify(execFile);

/** The command as `npx perf-agent` starts it, on the bundle, called in another folder than the project's. */
async function perfAgent(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [PERF_AGENT, ...args], { cwd: tmpdir(), timeout: 60_000 });
  return stdout;
}

describe('the bundled command line, called in another folder', () => {
  it.each([
    [['policy', 'check'], /policies\/default\.yaml: ok/],
    [['policy', 'explain', '--metric', 'http_req_duration', '--statistic', 'p95'], /margin/],
  ])('finds the default policy for %j', async (args, expected) => {
    expect(await perfAgent(...args)).toMatch(expected);
  });

  it('finds the default policy for a comparison, and the workers of logs', async () => {
    using files = filesFor({ 'a.json': '[100, 101, 99, 100]', 'app.log': 'started\nstarted\n' });

    const compared = await perfAgent('compare', files.at('a.json'), files.at('a.json'), '--margin', '0.5');
    const mined = await perfAgent('logs', files.at('app.log'));

    expect(compared).toMatch(/^PASS/);
    expect(mined).toContain('started');
  });

  it.each([[[]], [['--json']], [['-']]])('refuses a folder as standard input of mask %j', (more) => {
    const folder = openSync(tmpdir(), 'r');
    try {
      const ran = spawnSync(process.execPath, [PERF_AGENT, 'mask', ...more], {
        stdio: [folder, 'pipe', 'pipe'],
        timeout: 60_000,
        encoding: 'utf8',
      });

      expect(ran.status).toBe(2);
      expect(ran.stderr).toContain('Standard input is a folder');
    } finally {
      closeSync(folder);
    }
  });

  it('masks by what was bundled for that alone, with rules of a file, too', async () => {
    using files = filesFor({
      'app.log': 'badge B-1234 of jane@example.com\n',
      'rules.json':
        '[{"name":"badge","pattern":"B-[0-9]{4}","examples":{"match":["B-1234"],"ignore":["B-1"]}}]',
    });

    const masked = await perfAgent('mask', files.at('app.log'), '--rules', files.at('rules.json'));

    expect(masked).toMatch(/^badge <badge-\w+> of <email-\w+>\n$/);
  });
});
