import * as z from 'zod';
import type { PlannedSource } from '../contracts/plan.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { Masker } from '../ports/masker.ts';
import type { RawVault } from '../ports/raw-vault.ts';
import type { StageContext } from '../ports/stage.ts';

const Query = z.record(z.string(), z.unknown());

/**
 * Sources as they may stand in a plan. A question of the policy that names a person or an address is asked as it is and shown
 * masked: the original waits in the raw vault until the run has asked it.
 */
export async function keepQueries(
  sources: readonly PlannedSource[],
  { runId, signal }: StageContext,
  rawVault: RawVault,
  names: Masker,
): Promise<PlannedSource[]> {
  return Promise.all(
    sources.map(async (source) => {
      const text = JSON.stringify(source.query);
      const query = names.maskValue(source.query);
      if (JSON.stringify(query) === text) return source;
      const queryRef = `${runId}/queries/${source.part}`;
      await rawVault.put(queryRef, new TextEncoder().encode(text), 'application/json', signal);
      return { ...source, query, queryRef };
    }),
  );
}

/** The question as it has to be asked. @throws PermanentError(`RAW_EXPIRED`) when it is no longer in the raw vault. */
export async function queryOf(
  { query, queryRef }: PlannedSource,
  rawVault: RawVault,
  signal: AbortSignal,
): Promise<PlannedSource['query']> {
  if (queryRef === undefined) return query;
  const bytes = await rawVault.take(queryRef, signal);
  if (bytes !== null) return Query.parse(JSON.parse(new TextDecoder().decode(bytes)));
  throw new PermanentError('RAW_EXPIRED', `The query "${queryRef}" is no longer in the raw vault.`);
}
