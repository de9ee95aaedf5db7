import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { startPrometheusServer } from '../support/prometheus-server/start-prometheus-server.ts';
import { filesFor, PERF_AGENT, runCli } from './run-cli.ts';

const TOKEN = 'watch-token-1';
const STEP_S = 15;

/** Values around 100, or around `after` from index `from` on, with noise of 3 %. */
function series(count: number, from: number, after: number, seed = 1): number[] {
  const random = createRandom(seed);
  return Array.from(
    { length: count },
    (_, index) => (index < from ? 100 : after) * Math.exp(0.03 * random.normal()),
  );
}

const lines = (values: readonly number[]): string => values.map((value) => `${value}\n`).join('');

async function askPrometheus(url: string, ...more: readonly string[]): ReturnType<typeof runCli> {
  const child = spawn(
    process.execPath,
    [PERF_AGENT, 'watch', '--prometheus', url, '--query', 'up', '--token-env', 'WATCH', ...more],
    { env: { ...process.env, WATCH: TOKEN }, timeout: 60_000 },
  );
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

describe('perf-agent watch on standard input', () => {
  it('ends with 1 at the regression, long before the input does', async () => {
    const { code, stdout } = await runCli(['watch', '--json'], lines(series(1_000, 60, 120)));

    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; answer?: string; samples?: number });
    expect(code).toBe(1);
    expect(told.map(({ event }) => event)).toEqual(['started', 'state', 'ended']);
    expect(told.at(-1)?.answer).toBe('regression');
    expect(told.at(-1)?.samples).toBeLessThan(60);
  });

  it('ends with 0 and says no change within the margin, by objects with times and gaps', async () => {
    const input = series(600, 0, 100, 2).map((value, index) =>
      JSON.stringify({ timestamp: 1_770_000_000 + index * STEP_S, value: index % 50 === 7 ? null : value }),
    );

    const { code, stdout } = await runCli(['watch', '--margin', '0.1'], input.join('\n'));

    expect(code).toBe(0);
    expect(stdout).toMatch(/^NO CHANGE within the margin/m);
    expect(stdout).toMatch(/^ended: NO CHANGE .* at 2026-02-/m);
  });

  it('ends with 3 when the input says too little, and takes the baseline from a file', async () => {
    using files = filesFor({ 'before.json': JSON.stringify(series(60, 0, 100)) });

    const { code, stdout } = await runCli(['watch', '--baseline', files.at('before.json')], '101\n99\n');

    expect(code).toBe(3);
    expect(stdout).toMatch(/^ended: UNDECIDED at the end.* after 2 samples$/m);
  });

  it.each([
    ['a line that is no number', [], '1\nx\n', /Line 2 is not JSON/],
    ['an input that is shorter than its baseline', [], '1\n2\n', /ended after 2 samples/],
    ['a value of 0 on the ratio scale', [], `${lines(series(60, 0, 100))}0\n`, /--scale|scale additive/],
    ['a query without a Prometheus', ['--query', 'up'], '', /--query needs/],
    ['a Prometheus without a query', ['--prometheus', 'http://127.0.0.1:9'], '', /Give --query/],
    ['a baseline of three samples', ['--baseline', '3'], '1\n2\n3\n', /first 16 to/],
    ['an address that is none', ['--prometheus', 'ftp://x', '--query', 'up'], '', /needs an address/],
  ])('ends with 2 for %s and says so', async (_what, args, input, said) => {
    const { code, stderr } = await runCli(['watch', ...args], input);

    expect(code).toBe(2);
    expect(stderr).toMatch(said);
  });
});

describe('perf-agent watch on Prometheus', () => {
  const since = Date.UTC(2026, 4, 4, 9);
  const noise = series(2_000, 0, 100, 3);
  const levelFrom = (factor: number) => (seconds: number) => {
    const index = Math.round((seconds - since / 1_000) / STEP_S);
    return (noise[index + 500] ?? 100) * (index > 0 ? factor : 1);
  };
  const window = ['--since', new Date(since).toISOString(), '--baseline', '30m', '--until', '30m'];

  it('finds a step at the deployment against the window before it', async () => {
    const server = await startPrometheusServer(TOKEN, levelFrom(1.2));

    const { code, stdout } = await askPrometheus(server.url, ...window);

    expect(code).toBe(1);
    expect(stdout).toMatch(/^watching against 12[01] samples, in blocks of \d/);
    expect(stdout).toMatch(/^REGRESSION: \+\d.*at 2026-05-04T09:0\d/m);
  });

  it('follows a live metric sample by sample, through an outage', async () => {
    const from = Date.now() / 1_000;
    const random = createRandom(5);
    const server = await startPrometheusServer(
      TOKEN,
      (seconds) => (seconds > from + 1 ? 200 : 100) * Math.exp(0.03 * random.normal()),
    );
    const watching = askPrometheus(server.url, '--step', '1', '--baseline', '60s', '--until', '50s');
    const asked = server.seen.length;
    while (server.seen.length < asked + 2) await new Promise((resolve) => setTimeout(resolve, 50));
    server.failNext({ status: 503, body: '{}' }, 2);

    const { code, stdout, stderr } = await watching;

    expect(code).toBe(1);
    expect(stdout).toMatch(/^REGRESSION/m);
    expect(stderr).toContain('no answer, asked again in 1 s');
  });

  it('ends with 4 where nobody answers and with 2 for a wrong token', async () => {
    const server = await startPrometheusServer('another', levelFrom(1));

    const refused = await askPrometheus(server.url, ...window);
    const nobody = await askPrometheus('http://127.0.0.1:9', ...window);

    expect([refused.code, nobody.code]).toEqual([2, 4]);
    expect(refused.stderr).not.toContain(TOKEN);
  });
});
