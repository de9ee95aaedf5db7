import { timingSafeEqual } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { ApiKey } from '../../contracts/access.ts';
import type { ApiKeys, ListedKey } from '../../ports/api-keys.ts';
import { asking } from './create-database.ts';
import type { ApiKeysTable, Database } from './database.ts';
import { become, inTenant } from './in-tenant.ts';

const MOST_LISTED = 500;
const MINUTE_MS = 60_000;

/** Keys of the API in PostgreSQL; how often each is used is counted there for all instances together. */
export function createApiKeys(database: Kysely<Database>): ApiKeys {
  const ask = inTenant(database);
  return {
    create: (key) =>
      ask('keep an API key', key.tenant, async (transaction) => {
        await transaction.insertInto('api_keys').values(columnsOf(key)).execute();
      }),
    list: (tenant) =>
      ask('list API keys', tenant, async (transaction) => {
        const rows = await listed(transaction, tenant)
          .orderBy('created_at', 'desc')
          .limit(MOST_LISTED)
          .execute();
        return rows.map(listedOf);
      }),
    end: (tenant, id, at) =>
      ask('end an API key', tenant, async (transaction) => {
        await transaction
          .updateTable('api_keys')
          .set({ expires_at: at })
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .where('expires_at', '>', at)
          .execute();
        const row = await listed(transaction, tenant).where('id', '=', id).executeTakeFirst();
        return row === undefined ? null : listedOf(row);
      }),
    use: (id, hash, now) =>
      asking('look up an API key', () =>
        database.transaction().execute(async (transaction) => {
          await become(transaction, 'app.key_id', id);
          const row = await transaction
            .selectFrom('api_keys')
            .selectAll()
            .where('id', '=', id)
            .executeTakeFirst();
          if (row === undefined || !isSame(row.hash, hash)) return null;
          await become(transaction, 'app.tenant', row.tenant);
          const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
          const counted = await count(transaction, row, minute);
          const minuteEndsInMs = counted.minute.getTime() + MINUTE_MS - now.getTime();
          return { key: keyOf(row), usedThisMinute: counted.uses, minuteEndsInMs };
        }),
      ),
  };
}

/** Instances' clocks differ: the minute only moves on, or one that is behind would begin the count anew. */
async function count(
  transaction: Transaction<Database>,
  { id, tenant }: ApiKeysTable,
  minute: Date,
): Promise<{ readonly minute: Date; readonly uses: number }> {
  return transaction
    .insertInto('api_key_uses')
    .values({ tenant, key_id: id, minute, uses: 1 })
    .onConflict((conflict) =>
      conflict.column('key_id').doUpdateSet({
        uses: sql`case when excluded.minute > api_key_uses.minute then 1 else api_key_uses.uses + 1 end`,
        minute: sql`greatest(excluded.minute, api_key_uses.minute)`,
      }),
    )
    .returning(['minute', 'uses'])
    .executeTakeFirstOrThrow();
}

function listed(transaction: Transaction<Database>, tenant: string) {
  return transaction
    .selectFrom('api_keys')
    .leftJoin('api_key_uses', 'api_key_uses.key_id', 'api_keys.id')
    .selectAll('api_keys')
    .select('api_key_uses.minute as last_used_at')
    .where('api_keys.tenant', '=', tenant);
}

function isSame(kept: string, shown: string): boolean {
  const [a, b] = [Buffer.from(kept, 'hex'), Buffer.from(shown, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}

function columnsOf(key: ApiKey): ApiKeysTable {
  const { tenant, id, name, role, services, hash, replaces } = key;
  return {
    tenant,
    id,
    name,
    role,
    services: services === null ? null : [...services],
    hash,
    requests_per_minute: key.requestsPerMinute,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
    replaces,
  };
}

function keyOf(row: ApiKeysTable): ApiKey {
  return { ...withoutHash(row), hash: row.hash };
}

function listedOf(row: ApiKeysTable & { readonly last_used_at: Date | null }): ListedKey {
  return { ...withoutHash(row), lastUsedAt: row.last_used_at };
}

function withoutHash(row: ApiKeysTable): Omit<ApiKey, 'hash'> {
  const { tenant, id, name, role, services, replaces } = row;
  return {
    tenant,
    id,
    name,
    role,
    services,
    requestsPerMinute: row.requests_per_minute,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    replaces,
  };
}
