import { describe, expect, it } from 'vitest';
import { originOf, signCheckpoint } from './checkpoint.ts';
import { createKeyRing } from './key-ring.ts';
import { openRotation, signRotation } from './key-rotation.ts';
import { createNoteSigner, keyIdOf, type NoteKey, type NoteSigner } from './signed-note.ts';

const a = signerOf(1);
const b = signerOf(2);
const c = signerOf(3);
const stranger = signerOf(9);
const head = {
  origin: originOf('default'),
  size: 12,
  root: new Uint8Array(32).fill(7),
  at: '2026-05-04T10:00:00.000Z',
};

describe('a rotation', () => {
  it('is read back with both keys and what the former one had signed', () => {
    const opened = openRotation(signRotation(head, a, b));

    expect(opened).toMatchObject({ size: 12, origin: head.origin, at: head.at });
    expect([opened?.from, opened?.to].map((key) => key && keyIdOf(key))).toEqual([keyIdOf(a), keyIdOf(b)]);
    expect(opened?.root).toEqual(Buffer.from(head.root));
  });

  it.each<[string, (note: string) => string]>([
    ['the signature of the former key is missing', (note) => withoutLine(note, -3)],
    ['that of the next key is missing', (note) => withoutLine(note, -2)],
    ['it names another size', (note) => note.replace('\n12\n', '\n13\n')],
    ['it names another next key', (note) => note.replace(printed(b), printed(stranger))],
    ['a line was added', (note) => note.replace('\nnext ', '\nmore\nnext ')],
  ])('is none when %s', (_what, change) => {
    expect(openRotation(change(signRotation(head, a, b)))).toBeNull();
  });

  it('joins two keys of one log', () => {
    const ofAnother = createNoteSigner(originOf('other'), secretOf(2));

    expect([signRotation(head, a, ofAnother), signRotation(head, a, a)].map(openRotation)).toEqual([
      null,
      null,
    ]);
  });
});

describe('createKeyRing', () => {
  const notes = [signRotation(head, b, c), signRotation({ ...head, size: 5 }, a, b)];

  it.each([
    ['the oldest', a],
    ['one in between', b],
    ['the newest', c],
  ])('opens checkpoints of all keys of a chain by %s of them', (_which, given) => {
    const ring = createKeyRing([given], notes);

    expect([a, b, c].map((signer) => ring.open(signCheckpoint(head, signer))?.checkpoint.size)).toEqual([
      12, 12, 12,
    ]);
    expect([a, b, c].map((key) => ring.retired(key)?.size ?? null)).toEqual([5, 12, null]);
    expect(ring.refused).toBe(0);
  });

  it('opens nothing of a key that nobody vouches for', () => {
    const ring = createKeyRing([a, b], []);

    expect(ring.open(signCheckpoint(head, c))).toBeNull();
  });

  it('refuses statements of strangers, broken ones and a second successor', () => {
    const ring = createKeyRing(
      [a],
      [
        signRotation(head, a, b),
        signRotation(head, a, c),
        signRotation(head, stranger, signerOf(10)),
        'no note',
      ],
    );

    expect(ring.refused).toBe(3);
    expect(ring.open(signCheckpoint(head, c))).toBeNull();
    expect(ring.open(signCheckpoint(head, stranger))).toBeNull();
  });

  it('does not take a key for a trusted one because its four bytes are the same', () => {
    const twin: NoteKey = { ...a, publicKey: stranger.publicKey };
    const ring = createKeyRing([twin], [signRotation(head, a, b)]);

    expect(ring.refused).toBe(1);
    expect(ring.open(signCheckpoint(head, b))).toBeNull();
  });
});

function signerOf(seed: number): NoteSigner {
  return createNoteSigner(originOf('default'), secretOf(seed));
}

function secretOf(seed: number): string {
  return Buffer.alloc(32, seed).toString('base64url');
}

function printed(key: NoteKey): string {
  return `${key.name}+${keyIdOf(key)}+${Buffer.from([1, ...key.publicKey]).toString('base64')}`;
}

function withoutLine(note: string, at: number): string {
  return note.split('\n').toSpliced(at, 1).join('\n');
}
