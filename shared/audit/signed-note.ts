import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { PermanentError } from '../errors/pipeline-error.ts';

/** Who signs: its name, the four bytes that tell its keys apart, and the 32 bytes of an Ed25519 public key. */
export interface NoteKey {
  readonly name: string;
  readonly id: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Signs notes of one name; the private key stays inside. */
export interface NoteSigner extends NoteKey {
  sign(text: string): string;
}

/** The key that signs a log now, and those that signed it before, as far as they are still held. */
export interface AuditSigner extends NoteSigner {
  readonly former?: readonly NoteSigner[];
}

/** Signature type "Ed25519" of the signed-note format. */
const ED25519 = 1;
const SEED_BYTES = 32;
const ID_BYTES = 4;
const MOST_CHARACTERS = 100_000;
/** What stands before the raw key in PKCS#8 and SPKI (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
/** Languages differ over what is a blank; the verifier in Python has the same expression. */
const SIGNATURE = /^— ([^\s\p{Cc}\ufeff]+) ([A-Za-z0-9+/]+=*)$/u;
const NAME = /^[^\s+\p{Cc}\p{Z}]+$/u;

/**
 * @param secret 32 random bytes in base64url, or a PKCS#8 file in PEM as `openssl genpkey -algorithm ed25519` writes it
 * @throws PermanentError(`CONFIG_INVALID`) for what is no such key; the message never shows it
 */
export function createNoteSigner(name: string, secret: string): NoteSigner {
  const privateKey = privateKeyOf(secret.trim());
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES);
  const key = noteKey(name, publicKey);
  return {
    ...key,
    sign(text) {
      const signature = Buffer.concat([key.id, sign(null, Buffer.from(text), privateKey)]);
      return `${text}\n— ${name} ${signature.toString('base64')}\n`;
    },
  };
}

/** Key in the form in which verifiers are given it: `<name>+<id in hex>+<base64 of type and key>`. */
export function printNoteKey(key: NoteKey): string {
  const encoded = Buffer.from([ED25519, ...key.publicKey]).toString('base64');
  return `${key.name}+${keyIdOf(key)}+${encoded}`;
}

/** @throws PermanentError(`INPUT_INVALID`) for what is no verification key of an Ed25519 signer */
export function parseNoteKey(text: string): NoteKey {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  if (name !== undefined && NAME.test(name) && id !== undefined && encoded !== undefined) {
    const bytes = Buffer.from(encoded, 'base64');
    const key = noteKey(name, bytes.subarray(1));
    if (bytes.length === 1 + SEED_BYTES && bytes[0] === ED25519 && keyIdOf(key) === id) return key;
  }
  throw new PermanentError(
    'INPUT_INVALID',
    'A verification key is one line, "<name>+<8 hex digits>+<base64>", as "perf-agent audit key" prints it.',
  );
}

/** The signed text of a note, with its last line break, when a signature of the key holds; null otherwise. */
export function openNote(note: string, key: NoteKey): string | null {
  const split = note.lastIndexOf('\n\n');
  if (note.length > MOST_CHARACTERS || split < 0 || !note.endsWith('\n')) return null;
  const text = note.slice(0, split + 1);
  let isSigned = false;
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name, encoded] = SIGNATURE.exec(line) ?? [];
    if (name === undefined || encoded === undefined) return null;
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.length <= ID_BYTES || bytes.toString('base64') !== encoded) return null;
    // Signatures of others are for others; one that claims to be the key's and is not spoils the note.
    if (name !== key.name || !bytes.subarray(0, ID_BYTES).equals(key.id)) continue;
    if (!verify(null, Buffer.from(text), publicKeyOf(key), bytes.subarray(ID_BYTES))) return null;
    isSigned = true;
  }
  return isSigned ? text : null;
}

/** The four bytes in hex. */
export function keyIdOf({ id }: NoteKey): string {
  return Buffer.from(id).toString('hex');
}

function noteKey(name: string, publicKey: Uint8Array): NoteKey {
  if (!NAME.test(name)) throw new PermanentError('CONFIG_INVALID', `"${name}" is no name of a signer.`);
  const digest = createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([ED25519]))
    .update(publicKey)
    .digest();
  return { name, id: digest.subarray(0, ID_BYTES), publicKey };
}

function privateKeyOf(secret: string): KeyObject {
  const seed = Buffer.from(secret, 'base64url');
  try {
    const key = secret.startsWith('-----BEGIN')
      ? createPrivateKey(secret)
      : createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
    const isSeed = secret.startsWith('-----BEGIN') || seed.length === SEED_BYTES;
    if (isSeed && key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The cause would quote the key; the message below says all that helps.
  }
  throw new PermanentError(
    'CONFIG_INVALID',
    'The key of the audit log is neither 32 bytes in base64url nor an Ed25519 key in PEM (PKCS#8).',
  );
}

/** SubjectPublicKeyInfo of the key, for `openssl pkeyutl -verify` and the like. */
export function publicKeyOf(key: NoteKey): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, key.publicKey]), format: 'der', type: 'spki' });
}
