import { readFile } from 'node:fs/promises';
import { originOf } from '../../audit/checkpoint.ts';
import { createNoteSigner, type NoteSigner } from '../../audit/signed-note.ts';
import { PermanentError } from '../../errors/pipeline-error.ts';

/**
 * The signer of a tenant's log, from a key file or from the key vault. The key is read whenever it is needed, so that a rotated one is
 * taken up without a restart.
 * @throws PermanentError(`CONFIG_INVALID`) when the file cannot be read or holds no key
 */
export function createAuditSigner(
  keyFile: string | undefined,
  secret: () => Promise<string>,
): (tenant: string) => Promise<NoteSigner> {
  return async (tenant) =>
    createNoteSigner(originOf(tenant), await (keyFile === undefined ? secret() : readKey(keyFile)));
}

async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new PermanentError('CONFIG_INVALID', `AUDIT_KEY_FILE cannot be read: ${file}`, { cause: error });
  }
}
