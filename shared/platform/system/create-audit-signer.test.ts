import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyIdOf } from '../../audit/signed-note.ts';
import { createAuditSigner } from './create-audit-signer.ts';

const seedOf = (seed: number): string => Buffer.alloc(32, seed).toString('base64url');
const idOf = async (secret: string): Promise<string> => keyIdOf(await signerFrom(secret));
const signerFrom = (secret: string) => createAuditSigner(undefined, () => Promise.resolve(secret))('default');

describe('createAuditSigner', () => {
  it('signs with the first key of the secret and holds those under it as former ones', async () => {
    const signer = await signerFrom(`${seedOf(2)}\n${seedOf(1)}\n`);

    expect(keyIdOf(signer)).toBe(await idOf(seedOf(2)));
    expect(signer.former?.map(keyIdOf)).toEqual([await idOf(seedOf(1))]);
  });

  it('takes keys in PEM and seeds one after the other, and each change of the file at once', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'audit-signer-'));
    const file = path.join(folder, 'key');
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    const sign = createAuditSigner(file, () => Promise.reject(new Error('not asked')));
    await writeFile(file, seedOf(1));
    const before = await sign('default');
    await writeFile(file, `${String(pem)}\n${seedOf(1)}`);
    const after = await sign('default');
    await rm(folder, { recursive: true });

    expect(before.former).toEqual([]);
    expect(keyIdOf(after)).toBe(await idOf(String(pem)));
    expect(after.former?.map(keyIdOf)).toEqual([keyIdOf(before)]);
  });

  it.each(['', 'short', Buffer.alloc(31).toString('base64url')])(
    'refuses %j, without showing it',
    async (secret) => {
      await expect(signerFrom(secret)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message:
          'The key of the audit log is neither 32 bytes in base64url nor an Ed25519 key in PEM (PKCS#8).',
      });
    },
  );
});
