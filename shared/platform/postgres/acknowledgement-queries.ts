import { type Kysely } from 'kysely';
import { Acknowledgement, acknowledgementKey } from '../../contracts/acknowledgement.ts';
import type { RunIndex } from '../../ports/run-index.ts';
import { asking } from './create-database.ts';
import type { Database } from './database.ts';

/** What people have acknowledged: the later word on a figure wins, in whichever order two are noted. */
export function acknowledgementQueries(
  database: Kysely<Database>,
): Pick<RunIndex, 'putAcknowledgement' | 'listAcknowledgements'> {
  return {
    putAcknowledgement: (word) =>
      asking('note an acknowledgement', async () => {
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
      asking('list acknowledgements', async () => {
        let query = database.selectFrom('acknowledgements').select('word').where('tenant', '=', tenant);
        if (service !== undefined) query = query.where('service', '=', service);
        if (branch !== undefined) query = query.where('branch', '=', branch);
        const rows = await query.orderBy('at', 'desc').limit(limit).execute();
        return rows.map(({ word }) => Acknowledgement.parse(word));
      }),
  };
}
