import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { createFile } from '../replace-file.ts';

/** Keys of the Functions app: `master` opens everything, `default` opens what asks for a function key. */
export const HostKeys = z.object({ master: z.string().min(20), default: z.string().min(20) });
export type HostKeys = z.infer<typeof HostKeys>;

/** Reads the keys kept in `<stateFolder>/host-keys.json`, making them at the first start. Two hosts that start first together serve the same keys. */
export function readOrCreateHostKeys(stateFolder: string): HostKeys {
  const file = join(stateFolder, 'host-keys.json');
  if (!existsSync(file)) createFile(file, JSON.stringify(newKeys(), null, 2), 0o600);
  const parsed = HostKeys.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} holds no usable keys; delete it and new ones are made.`);
}

function newKeys(): HostKeys {
  return {
    master: randomBytes(40).toString('base64url'),
    default: randomBytes(40).toString('base64url'),
  };
}

/** Whether the given key opens a function of this auth level; comparison takes the same time for every wrong key. */
export function isAuthorized(level: string, key: string | undefined, keys: HostKeys): boolean {
  if (level === 'anonymous') return true;
  if (key === undefined) return false;
  return isSame(key, keys.master) || (level === 'function' && isSame(key, keys.default));
}

function isSame(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
