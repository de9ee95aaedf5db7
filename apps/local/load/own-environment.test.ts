import { afterEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from './run-program.ts';

afterEach(() => vi.unstubAllEnvs());

const LIMITS = { timeoutMs: 60_000, signal: new AbortController().signal };

describe('a program that is started for load', () => {
  it('finds neither key nor connection string of ours in its environment, and what it is given', async () => {
    for (const name of ['PERF_AGENT_KEY', 'PERF_AGENT_RUN_KEY', 'DATABASE_URL', 'K6_CLOUD_TOKEN'])
      vi.stubEnv(name, 'canary-of-the-environment');
    const script = `
      const all = JSON.stringify(process.env);
      process.exit(all.includes('canary') || process.env.GIVEN !== 'yes' || !process.env.PATH ? 1 : 0);`;

    await expect(
      runProgram(process.execPath, ['-e', script], { ...LIMITS, env: { GIVEN: 'yes' } }),
    ).resolves.toBeUndefined();
  });

  it('would be told apart if it did', async () => {
    await expect(
      runProgram(process.execPath, ['-e', 'process.exit(process.env.GIVEN ? 1 : 0)'], {
        ...LIMITS,
        env: { GIVEN: 'x' },
      }),
    ).rejects.toThrow('ended with code 1');
  });
});
