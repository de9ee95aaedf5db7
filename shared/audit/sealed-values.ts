import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { KeptValues } from '../contracts/kept-values.ts';
import { PermanentError } from '../errors/pipeline-error.ts';

const NONCE_BYTES = 12;
const KEY_BYTES = 32;

/** Pseudonyms and values of a run → one sealed document; `runKey` is the key that made the pseudonyms. */
export function sealValues(
  runId: string,
  values: ReadonlyMap<string, string>,
  runKey: Uint8Array,
  nonce: Uint8Array = randomBytes(NONCE_BYTES),
): KeptValues {
  const cipher = createCipheriv('aes-256-gcm', sealingKey(runKey, runId), nonce);
  // The run's id is bound to the content, so that a document cannot be passed off as another run's.
  cipher.setAAD(Buffer.from(runId));
  const sealed = Buffer.concat([cipher.update(JSON.stringify([...values]), 'utf8'), cipher.final()]);
  return {
    schema: 'perf-agent.kept-values.v1',
    runId,
    nonce: Buffer.from(nonce).toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

/** @throws PermanentError(`ARTIFACT_INVALID`) when key, run or content is not the one that was sealed. */
export function openValues(kept: KeptValues, runKey: Uint8Array): ReadonlyMap<string, string> {
  const decipher = createDecipheriv(
    'aes-256-gcm',
    sealingKey(runKey, kept.runId),
    Buffer.from(kept.nonce, 'base64'),
    { authTagLength: 16 },
  );
  decipher.setAAD(Buffer.from(kept.runId));
  try {
    decipher.setAuthTag(Buffer.from(kept.tag, 'base64'));
    const opened = Buffer.concat([decipher.update(Buffer.from(kept.sealed, 'base64')), decipher.final()]);
    return new Map(JSON.parse(opened.toString('utf8')) as [string, string][]);
  } catch (error) {
    throw new PermanentError(
      'ARTIFACT_INVALID',
      `The kept values of ${kept.runId} do not open with the run's key: the key was rotated or the document was changed.`,
      { cause: error },
    );
  }
}

/** Not the key of the pseudonyms itself: who learns one must not have the other. */
function sealingKey(runKey: Uint8Array, runId: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', runKey, runId, 'perf-agent kept values v1', KEY_BYTES));
}
