import { describe, expect, it } from 'vitest';
import { TransientError } from '../../shared/errors/pipeline-error.ts';
import { untilWired } from './until-wired.ts';

const AWAY = new TransientError('SECRETS_UNAVAILABLE', 'The key vault is away.');

describe('untilWired', () => {
  it('waits out a failure that passes', async () => {
    const told: unknown[] = [];
    let tries = 0;
    const wire = async (): Promise<string> => {
      tries += 1;
      if (tries < 3) throw AWAY;
      return 'services';
    };

    const wired = await untilWired(wire, (error) => told.push(error), AbortSignal.timeout(10_000));

    expect([wired, tries]).toEqual(['services', 3]);
    expect(told).toEqual([AWAY, AWAY]);
  });

  it('throws the failure itself when the time is up, after more than one try and not before', async () => {
    const startedAt = performance.now();
    let tries = 0;

    const wire = (): Promise<string> => {
      tries += 1;
      return Promise.reject(AWAY);
    };

    const wiring = untilWired(wire, () => undefined, AbortSignal.timeout(600));

    await expect(wiring).rejects.toBe(AWAY);
    expect(performance.now() - startedAt).toBeGreaterThan(550);
    expect(tries).toBeGreaterThan(1);
    expect(tries).toBeLessThan(5);
  });
});
