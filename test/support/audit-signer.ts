import { originOf } from '../../shared/audit/checkpoint.ts';
import { createNoteSigner, type NoteSigner } from '../../shared/audit/signed-note.ts';

/** A key of the tests, the same for each tenant; `seed` makes another. */
export function testAuditSigner(tenant: string, seed = 7): Promise<NoteSigner> {
  return Promise.resolve(createNoteSigner(originOf(tenant), Buffer.alloc(32, seed).toString('base64url')));
}
