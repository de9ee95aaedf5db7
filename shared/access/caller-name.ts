import type { Masked } from '../contracts/masked.ts';
import { maskedName } from '../contracts/masked-text.ts';
import type { Caller } from './caller.ts';

/** Who asked, for the audit log: the id of a key, or the hash of a token's subject. Null where the request itself was the proof. */
export function callerName(caller: Caller | undefined): Masked | null {
  if (caller === undefined || caller.kind === 'signature' || caller.kind === 'link') return null;
  return maskedName(caller.kind === 'api-key' ? `key ${caller.id}` : caller.id);
}
