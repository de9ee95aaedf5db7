import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { leafHash } from './merkle-tree.ts';
import { createNoteSigner, openNote, parseNoteKey, printNoteKey } from './signed-note.ts';

/** The example of the reference implementation (golang.org/x/mod/sumdb/note). */
const GO = {
  key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  seed: Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64')
    .subarray(1)
    .toString('base64url'),
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};
const NAME = 'perf-agent/audit/default';
const signer = createNoteSigner(NAME, Buffer.alloc(32, 7).toString('base64url'));
const other = createNoteSigner(NAME, Buffer.alloc(32, 8).toString('base64url'));
const checkpoint: Checkpoint = {
  origin: NAME,
  size: 12,
  root: leafHash('a'),
  at: '2026-05-04T10:00:00.000Z',
};
const note = signCheckpoint(checkpoint, signer);

describe('signed notes', () => {
  it('are signed, printed and opened as by the reference implementation', () => {
    const peter = createNoteSigner('PeterNeumann', GO.seed);

    expect(printNoteKey(peter)).toBe(GO.key);
    expect(peter.sign(GO.text)).toBe(`${GO.text}\n${GO.signature}`);
    expect(openNote(`${GO.text}\n${GO.signature}`, parseNoteKey(GO.key))).toBe(GO.text);
  });

  it('take a key that openssl made', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    const made = createNoteSigner(NAME, pem);

    expect(openNote(made.sign('a\n'), parseNoteKey(printNoteKey(made)))).toBe('a\n');
  });

  it.each(['', 'hunter2', Buffer.alloc(31).toString('base64url'), '-----BEGIN PRIVATE KEY-----\nhunter2\n'])(
    'refuse what is no key, and do not show it: %j',
    (secret) => {
      expect(() => createNoteSigner(NAME, secret)).toThrow(/^(?!.*hunter2).*32 bytes in base64url/);
    },
  );

  it.each([
    GO.key.replace('c74f', 'c74e'),
    GO.key.replace('PeterN', 'Peter N'),
    GO.key.replace('+AR', '+AQ'),
    'a+b',
    '',
  ])('refuse what is no verification key: %j', (text) => {
    expect(() => parseNoteKey(text)).toThrow(/verification key is one line/);
  });

  it('open beside signatures of others, and not with a false one in the own name', () => {
    const others = `— witness.example ${Buffer.alloc(80).toString('base64')}\n`;
    const falsely = `— ${NAME} ${Buffer.concat([signer.id, Buffer.alloc(64)]).toString('base64')}\n`;

    expect(openNote(note + others, signer)).not.toBeNull();
    expect(openNote(note + falsely, signer)).toBeNull();
  });
});

describe('checkpoints', () => {
  it('open to what was signed', () => {
    expect(openCheckpoint(note, signer)).toEqual({ ...checkpoint, root: Buffer.from(checkpoint.root) });
  });

  it('do not open with another key of the same name, nor a note of another kind', () => {
    expect(openCheckpoint(note, other)).toBeNull();
    expect(openCheckpoint(signer.sign('just text\n'), signer)).toBeNull();
    expect(openCheckpoint(signer.sign(`${NAME}\n012\n${'A'.repeat(43)}=\ntime x\n`), signer)).toBeNull();
    expect(openCheckpoint(signCheckpoint({ ...checkpoint, origin: 'other' }, signer), signer)).toBeNull();
  });

  it('do not open when a character is another, is gone or was added', () => {
    fc.assert(
      fc.property(fc.nat({ max: note.length - 1 }), fc.string({ maxLength: 2 }), (at, text) => {
        const changed = note.slice(0, at) + text + note.slice(at + 1);
        fc.pre(changed !== note);

        expect(openCheckpoint(changed, signer)).toBeNull();
      }),
      { numRuns: 3_000 },
    );
  });
});
