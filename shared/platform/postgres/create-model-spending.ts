import { type Kysely, sql } from 'kysely';
import type { ModelSpending } from '../../ports/model-spending.ts';
import type { Database } from './database.ts';
import { inTenant } from './in-tenant.ts';

/** A tenant's spending in PostgreSQL: one row a day. */
export function createModelSpending(database: Kysely<Database>, tenant: string): ModelSpending {
  const asTenant = inTenant(database);
  return {
    async reserve(day, { tokens, cost }, { tokensPerDay, costPerDay }) {
      // A question that alone is too large would otherwise pass as the first of the day.
      if (tokens > (tokensPerDay ?? Infinity) || cost > (costPerDay ?? Infinity)) return false;
      const query = sql`
        insert into model_spending as spent (tenant, day, tokens, cost)
        values (${tenant}, ${day}::date, ${tokens}::bigint, ${cost}::float8)
        on conflict (tenant, day) do update set
          tokens = spent.tokens + excluded.tokens, cost = spent.cost + excluded.cost
        where (${tokensPerDay}::bigint is null or spent.tokens + excluded.tokens <= ${tokensPerDay}::bigint)
          and (${costPerDay}::float8 is null or spent.cost + excluded.cost <= ${costPerDay}::float8)
        returning 1`;
      const run = asTenant('take from the budget of models', tenant, (transaction) =>
        query.execute(transaction),
      );
      return (await run).rows.length > 0;
    },
    async settle(day, expected, spent) {
      const query = sql`
        update model_spending
        set tokens = greatest(0, tokens + ${spent.tokens - expected.tokens}::bigint),
            cost = greatest(0, cost + ${spent.cost - expected.cost}::float8)
        where tenant = ${tenant} and day = ${day}::date`;
      await asTenant('note what a model cost', tenant, (transaction) => query.execute(transaction));
    },
  };
}
