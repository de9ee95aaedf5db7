import { readFile } from 'node:fs/promises';
import { originOf } from '../../audit/checkpoint.ts';
import { type AuditSigner, createNoteSigner } from '../../audit/signed-note.ts';
import { PermanentError } from '../../errors/pipeline-error.ts';

/** A key in PEM, or a line. */
const KEY = /-----BEGIN [^]*?-----END [A-Z ]+-----|\S+/g;

/**
 * The signer of a tenant's log, from a key file or from the key vault: the key that signs, and under it those that signed before, for as long
 * as it takes to hand over. They are read whenever they are needed, so that a rotated one is taken up without a restart.
 * @throws PermanentError(`CONFIG_INVALID`) when the file cannot be read or holds no key
 */
export function createAuditSigner(
  keyFile: string | undefined,
  secret: () => Promise<string>,
): (tenant: string) => Promise<AuditSigner> {
  return async (tenant) => {
    const text = await (keyFile === undefined ? secret() : readKey(keyFile));
    const [signs = '', ...former] = text.match(KEY) ?? [];
    const signerOf = (key: string) => createNoteSigner(originOf(tenant), key);
    return { ...signerOf(signs), former: former.map(signerOf) };
  };
}

async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new PermanentError('CONFIG_INVALID', `AUDIT_KEY_FILE cannot be read: ${file}`, { cause: error });
  }
}
