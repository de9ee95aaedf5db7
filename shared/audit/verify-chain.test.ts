import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry, AuditNote } from '../contracts/audit-note.ts';
import { Masked } from '../contracts/masked.ts';
import { canonicalJson } from './canonical-json.ts';
import { entryFromNote, GENESIS_HASH, hashOfEntry } from './entry-from-note.ts';
import { type ChainReport, createChainVerifier } from './verify-chain.ts';

const LENGTH = 8;
const chain = chainOf(Array.from({ length: LENGTH }, (_, index) => note(`step-${index}`)));
const texts = chain.map((entry) => canonicalJson(entry));
const place = fc.nat({ max: LENGTH - 1 });

describe('createChainVerifier', () => {
  it('accepts a chain as it was written', () => {
    expect(verify(texts)).toEqual({ valid: true, entries: LENGTH, head: chain.at(-1)?.hash, faults: [] });
  });

  it('accepts an empty log', () => {
    expect(verify([])).toEqual({ valid: true, entries: 0, head: GENESIS_HASH, faults: [] });
  });

  it('finds every character that is flipped', () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.integer({ min: 33, max: 126 }), (index, at, code) => {
        const text = texts[index] ?? '';
        const position = at % text.length;
        const character = String.fromCharCode(code);
        fc.pre(character !== text[position]);
        const changed = text.slice(0, position) + character + text.slice(position + 1);

        expect(verify(texts.with(index, changed)).faults).toMatchObject([
          { sequence: index + 1, fault: 'changed' },
        ]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('finds every entry that is dropped, but for the last, and names it', () => {
    for (let index = 0; index < LENGTH - 1; index += 1) {
      expect(verify(texts.toSpliced(index, 1)).faults).toMatchObject([
        { sequence: index + 1, fault: 'removed' },
      ]);
    }
  });

  it('finds the last entries dropped when it is told how many there were', () => {
    expect(verify(texts.with(2, '{').slice(0, -2), LENGTH).faults).toMatchObject([
      { sequence: 3, fault: 'changed' },
      { sequence: LENGTH - 1, until: LENGTH, fault: 'removed' },
    ]);
  });

  it('finds every swap, and names one or both of the two', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        fc.pre(a !== b);
        const swapped = texts.with(a, texts[b] ?? '').with(b, texts[a] ?? '');

        const { faults } = verify(swapped);
        const distant = Math.abs(a - b) > 1;
        expect(faults.map(({ fault }) => fault)).toEqual(
          distant ? ['reordered', 'reordered'] : ['reordered'],
        );
        expect([a + 1, b + 1]).toEqual(expect.arrayContaining(faults.map(({ sequence }) => sequence)));
      }),
      { numRuns: 500 },
    );
  });

  it('finds every entry that is copied in elsewhere', () => {
    fc.assert(
      fc.property(place, fc.nat({ max: LENGTH }), (from, to) => {
        expect(verify(texts.toSpliced(to, 0, texts[from] ?? '')).faults).toMatchObject([
          { sequence: from + 1, fault: 'inserted' },
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it('finds a forged entry whose own hash is right, since the next one does not follow from it', () => {
    for (let index = 0; index < LENGTH - 1; index += 1) {
      const standing = chain[index];
      if (standing === undefined) throw new Error('The chain is shorter than LENGTH.');
      const unsigned = { ...standing, note: { ...standing.note, actor: 'somebody else' } };
      const forged = { ...unsigned, hash: hashOfEntry(unsigned) };

      const { faults } = verify(texts.with(index, canonicalJson(forged)));

      expect(faults).toMatchObject([{ sequence: index + 2, fault: 'broken-link' }]);
    }
  });

  it('finds a note that was appended twice', () => {
    const twice = chainOf([note('a'), note('b'), note('a')]).map((entry) => canonicalJson(entry));

    expect(verify(twice).faults).toMatchObject([{ sequence: 3, fault: 'repeated-key' }]);
  });

  it('names what is unreadable by the sequence that should stand there', () => {
    expect(verify(texts.with(3, '{')).faults).toMatchObject([{ sequence: 4, fault: 'changed' }]);
    expect(verify(texts.with(3, '')).faults).toMatchObject([{ sequence: 4, fault: 'changed' }]);
    expect(verify(texts.toSpliced(3, 0, 'junk')).faults).toMatchObject([{ sequence: 4, fault: 'inserted' }]);
  });

  it('verifies a stretch that does not begin with the first entry', () => {
    const verifier = createChainVerifier(4);
    for (const text of texts.slice(3)) verifier.add(text);

    expect(verifier.report()).toMatchObject({ valid: true, entries: LENGTH - 3 });
  });

  it('does not find a log cut off at its end: a checkpoint does', () => {
    const whole = verify(texts);
    const cut = verify(texts.slice(0, -2));

    expect(cut.valid).toBe(true);
    expect([cut.head === whole.head, cut.entries]).toEqual([false, LENGTH - 2]);
  });

  it('lists at most a hundred faults and stays invalid', () => {
    const report = verify(Array.from({ length: 500 }, () => 'junk'));

    expect([report.valid, report.faults.length, report.entries]).toEqual([false, 100, 500]);
  });
});

function verify(stored: readonly string[], end?: number): ChainReport {
  const verifier = createChainVerifier();
  for (const text of stored) verifier.add(text);
  return verifier.report(end);
}

function chainOf(notes: readonly AuditNote[]): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const one of notes) entries.push(entryFromNote(one, entries.at(-1) ?? null));
  return entries;
}

function note(key: string): AuditNote {
  return {
    key,
    at: '2026-05-04T10:00:00.000Z',
    tenant: 'default',
    runId: 'run-0123456789abcdef01234567',
    actor: 'perf-agent/test',
    action: 'step.plan',
    subject: 'runs/x/plan.json',
    inputs: [{ ref: 'runs/x/receive.json', sha256: 'a'.repeat(64) }],
    outputs: [],
    details: { verdict: Masked.parse('pass'), findings: 3, late: false, ticket: null },
  };
}
