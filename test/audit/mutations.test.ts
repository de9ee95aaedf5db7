import { describe, expect, it } from 'vitest';
import { leafHash } from '../../shared/audit/merkle-tree.ts';
import { SignedLeaves } from '../../shared/audit/signed-leaves.ts';
import { verifyAuditLog } from '../../shared/pipeline/verify-audit-log.ts';
import { picker } from './mutations.ts';
import { ALL_MUTATIONS } from './odd-mutations.ts';
import { KEYS, rotated, ROTATION_ATTACKS } from './rotation-attacks.ts';
import { hashedAnew, logOf, noteIn, signedLog, signerOf } from './signed-log.ts';

/** Of each kind; PERF_AGENT_AUDIT_MUTATIONS asks for more. */
const OF_EACH = Number(process.env['PERF_AGENT_AUDIT_MUTATIONS'] ?? 70);
const LENGTH = 90;
const EVERY = 15;
/** Hashed anew, another normal form is another text, which nobody can tell before it is signed. */
const ODD_FORMS = Object.entries(ALL_MUTATIONS).filter(
  ([kind]) => kind.endsWith('the entry is hashed anew') && !kind.includes('normal form'),
);
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

  it.each(ODD_FORMS)('finds in the newest entry, which nobody has signed, that %s', async (_kind, mutate) => {
    const unsigned = { ...sound, checkpoints: new Map() };
    const { log, names } = mutate(unsigned, (below) => below - 1);

    const { valid, faults } = await verifyAuditLog(logOf(log), [key]);

    expect(valid).toBe(false);
    expect(faults.map(({ sequence }) => sequence)).toEqual(names);
  });

  it('names the stretch between two checkpoints when the leaves were forged with the entries', async () => {
    const notes = sound.entries.map(noteIn);
    const [tenth] = notes.slice(9);
    if (tenth === undefined) throw new TypeError('The log has a tenth entry.');
    const entries = hashedAnew(notes.with(9, { ...tenth, subject: 'another subject' }));
    const checkpoints = new Map(
      [...sound.checkpoints].map(([size, { note, leaves }]) => {
        const standing = SignedLeaves.parse(JSON.parse(leaves));
        const forged = entries.slice(standing.from, size).map((entry) => Buffer.from(leafHash(entry)));
        const hashes = forged.map((leaf) => leaf.toString('hex'));
        return [size, { note, leaves: JSON.stringify({ ...standing, leaves: hashes }) }];
      }),
    );

    const { valid, faults } = await verifyAuditLog(logOf({ ...sound, entries, checkpoints }), [key]);

    expect(valid).toBe(false);
    expect(faults).toMatchObject([{ fault: 'rewritten', sequence: 1, until: EVERY }]);
  });
});

describe('a log that was handed over from key to key', () => {
  it('holds under the old key alone and under the new one alone', async () => {
    for (const known of [KEYS.old, KEYS.next])
      expect(await verifyAuditLog(logOf(rotated), [known])).toMatchObject({ valid: true, uncovered: 0 });
  });

  it.each(Object.entries(ROTATION_ATTACKS))('is not taken when %s', async (_kind, attack) => {
    const log = attack(rotated);
    for (const known of [KEYS.old, KEYS.next]) {
      const { valid, faults } = await verifyAuditLog(logOf(log), [known]);

      expect(valid).toBe(false);
      expect(faults[0]?.fault).toMatch(/^(checkpoint-forged|rotation-forged|rewritten)$/);
    }
  });
});
