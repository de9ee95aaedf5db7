import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const KEY_BYTES = 32;
const SYSTEM_GENERATOR = '/dev/urandom';

/**
 * A new key of 256 bits, in hexadecimal. It comes from the system's own generator, which OpenSSL's is seeded from: node:crypto takes
 * several milliseconds to load, a twentieth of the time in which a line is masked. Where there is no such device, node:crypto gives it.
 */
export function randomKey(device = SYSTEM_GENERATOR): string {
  return (readDevice(device) ?? randomBytes(KEY_BYTES)).toString('hex');
}

/** Null when there is no such device, or something else stands in its place. */
function readDevice(device: string): Buffer | null {
  let file: number | null = null;
  try {
    file = openSync(device, 'r');
    if (!fstatSync(file).isCharacterDevice()) return null;
    const key = Buffer.alloc(KEY_BYTES);
    return readSync(file, key) === KEY_BYTES ? key : null;
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}
