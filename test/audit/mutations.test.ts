import { describe, expect, it } from 'vitest';
import { verifyAuditLog } from '../../shared/pipeline/verify-audit-log.ts';
import { picker } from './mutations.ts';
import { ALL_MUTATIONS } from './odd-mutations.ts';
import { logOf, signedLog, signerOf } from './signed-log.ts';

/** Of each kind; PERF_AGENT_AUDIT_MUTATIONS asks for more. */
const OF_EACH = Number(process.env['PERF_AGENT_AUDIT_MUTATIONS'] ?? 300);
const LENGTH = 150;
const EVERY = 25;
const key = signerOf(7);
const sound = await signedLog(LENGTH, EVERY, key);

describe('the verifier', () => {
  it('accepts the log as it was written', async () => {
    expect(await verifyAuditLog(logOf(sound), [key])).toMatchObject({
      valid: true,
      entries: LENGTH,
      signed: LENGTH,
      checkpoints: { checked: LENGTH / EVERY, matched: LENGTH / EVERY },
      faults: [],
    });
  });

  it.each(Object.entries(ALL_MUTATIONS))(
    'finds each time that %s, and names the entry',
    async (kind, mutate) => {
      const pick = picker(kind.length * 7_919);
      const missed: unknown[] = [];
      for (let count = 0; count < OF_EACH; count += 1) {
        const { log, names } = mutate(sound, pick);
        const { valid, faults } = await verifyAuditLog(logOf(log), [key]);
        const isNamed = faults.some(({ sequence, until = sequence }) =>
          names.some((name) => sequence <= name && name <= until),
        );
        const isExact = faults.some(({ sequence }) => names.includes(sequence));
        if (valid || !isNamed || !isExact) missed.push({ names, valid, faults: faults.slice(0, 3) });
      }

      expect(missed.slice(0, 3)).toEqual([]);
      expect(missed).toHaveLength(0);
    },
  );
});
