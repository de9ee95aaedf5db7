import { Acknowledgement, acknowledgementKey } from '../../contracts/acknowledgement.ts';
import type { RunIndex } from '../../ports/run-index.ts';
import type { InTenant } from './in-tenant.ts';

/** What people have acknowledged: the later word on a figure wins, in whichever order two are noted. */
export function acknowledgementQueries(
  inTenant: InTenant,
): Pick<RunIndex, 'putAcknowledgement' | 'listAcknowledgements'> {
  return {
    putAcknowledgement: (word) =>
      inTenant('note an acknowledgement', word.tenant, async (database) => {
        const { tenant, service, branch } = word;
        const at = new Date(word.at);
        const text = JSON.stringify(word);
        await database
          .insertInto('acknowledgements')
          .values({ tenant, key: acknowledgementKey(word), service, branch, at, word: text })
          .onConflict((conflict) =>
            conflict
              .columns(['tenant', 'key'])
              .doUpdateSet({ at, word: text })
              .where('acknowledgements.at', '<=', at),
          )
          .execute();
      }),
    listAcknowledgements: ({ tenant, service, branch, limit }) =>
      inTenant('list acknowledgements', tenant, async (database) => {
        let query = database.selectFrom('acknowledgements').select('word').where('tenant', '=', tenant);
        if (service !== undefined) query = query.where('service', '=', service);
        if (branch !== undefined) query = query.where('branch', '=', branch);
        const rows = await query.orderBy('at', 'desc').limit(limit).execute();
        return rows.map(({ word }) => Acknowledgement.parse(word));
      }),
  };
}
