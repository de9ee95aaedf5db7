import { hash } from 'node:crypto';

/** @returns SHA-256 in 64 lower-case hex digits; text is hashed as UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}
