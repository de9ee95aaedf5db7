import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { json, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';
import { sloCompliance } from '../../../shared/policy/slo/slo-compliance.ts';
import { createSloCommand } from './slo.ts';

const NOW = Date.UTC(2026, 10, 21);
const RULE = { objective: 0.99, windowDays: 28 };

describe('perf-agent slo', () => {
  stopServersAfterEach();
  afterEach(() => {
    process.exitCode = undefined;
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each([
    { what: 'kept', bad: 5, minutesAgo: 3_000, code: 0, said: '50 % left' },
    { what: 'breached', bad: 20, minutesAgo: 3_000, code: 1, said: 'used up' },
    { what: 'burns too fast', bad: 600, minutesAgo: 1, code: 1, said: 'ALARM' },
  ])('says that it is $what and ends with $code', async ({ bad, minutesAgo, code, said }) => {
    const at = NOW - minutesAgo * 60_000;

    const ran = await run([{ at, good: 1_000 - bad, total: 1_000 }]);

    expect(ran.code).toBe(code);
    expect(ran.output).toContain(said);
  });

  it('ends with 3 when nothing was measured', async () => {
    const ran = await run([]);

    expect(ran.code).toBe(3);
    expect(ran.output).toContain('nothing was measured');
  });

  it('prints what the server told as one document', async () => {
    const ran = await run([{ at: NOW - 1, good: 99, total: 100 }], ['--json']);

    expect(JSON.parse(ran.output)).toMatchObject({
      slos: [{ id: 'availability', share: 0.99, answer: 'kept' }],
    });
  });
});

async function run(points: Parameters<typeof sloCompliance>[0], more: readonly string[] = []) {
  const slo = { id: 'availability', ...RULE, measurements: points.length, leftOut: 0, truncated: false };
  const slos = [{ ...slo, ...sloCompliance(points, RULE, NOW) }];
  const server = await serve(
    json(200, { service: 'orders', at: new Date(NOW).toISOString(), policyVersion: 'v1', slos }),
  );
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.stubEnv('PERF_AGENT_KEY', 'a-key');
  const target = ['--url', server.url('/').origin];
  const program = new Command('perf-agent').exitOverride().addCommand(createSloCommand());
  await program.parseAsync(['slo', '--service', 'orders', ...target, ...more], { from: 'user' });
  return { code: process.exitCode ?? 0, output: printed.join('\n') };
}
