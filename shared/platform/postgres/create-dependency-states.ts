import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { DependencyState, DependencyStates } from '../../ports/dependency-states.ts';
import { MOST_DOUBLINGS } from '../http-client/open-time.ts';
import type { Database } from './database.ts';
import { inTenant } from './in-tenant.ts';

interface StateRow {
  readonly failures: number;
  readonly open_ms: number | null;
  readonly wait_ms: number | null;
}

const CLOSED: DependencyState = { failures: 0, openMs: null, waitMs: 0 };
/** Time by the database's clock alone; `clock_timestamp`, since `now()` stands still within a transaction. */
const NOW = sql`clock_timestamp()`;
const STATE = sql`failures,
  (extract(epoch from open_until - ${NOW}) * 1000)::float8 as open_ms,
  (extract(epoch from wait_until - ${NOW}) * 1000)::float8 as wait_ms`;

/** The states in PostgreSQL: each method one statement on one row. */
export function createDependencyStates(database: Kysely<Database>, tenant: string): DependencyStates {
  const asTenant = inTenant(database);

  function rows<Row>(what: string, query: RawBuilder<Row>): Promise<readonly Row[]> {
    const run = async (transaction: Transaction<Database>) => (await query.execute(transaction)).rows;
    return asTenant(what, tenant, run);
  }

  return {
    async read(dependency) {
      const query = sql<StateRow>`
        select ${STATE} from dependency_states where tenant = ${tenant} and dependency = ${dependency}`;
      return stateOf(await rows('read the state of a dependency', query));
    },
    async noteFailure(dependency, { failuresToBreak, halfOpenAfterMs }, probe) {
      const opensAtOnce = probe || failuresToBreak <= 1;
      const opens = sql`(${probe} or (state.open_until is null and state.failures + 1 >= ${failuresToBreak}))`;
      const openFor = (trips: RawBuilder<unknown>) =>
        sql`${NOW} + ${halfOpenAfterMs}::float8 * power(2, least(${trips}, ${MOST_DOUBLINGS})) * interval '1 millisecond'`;
      const query = sql<StateRow>`
        insert into dependency_states as state (tenant, dependency, failures, trips, open_until)
        values (${tenant}, ${dependency}, 1, ${opensAtOnce ? 1 : 0},
                ${opensAtOnce ? openFor(sql`0`) : sql`null`})
        on conflict (tenant, dependency) do update set
          failures = state.failures + 1,
          open_until = case when ${opens} then ${openFor(sql`state.trips`)} else state.open_until end,
          trips = case when ${opens} then least(state.trips + 1, ${MOST_DOUBLINGS}) else state.trips end,
          probe_holder = case when ${opens} then null else state.probe_holder end,
          probe_until = case when ${opens} then null else state.probe_until end
        returning ${STATE}`;
      return stateOf(await rows('note a failure of a dependency', query));
    },
    async noteSuccess(dependency) {
      const query = sql`
        update dependency_states
        set failures = 0, trips = 0, open_until = null, probe_holder = null, probe_until = null
        where tenant = ${tenant} and dependency = ${dependency}`;
      await rows('note a success of a dependency', query);
    },
    async noteWait(dependency, waitMs) {
      const query = sql`
        insert into dependency_states as state (tenant, dependency, wait_until)
        values (${tenant}, ${dependency}, ${NOW} + ${waitMs}::float8 * interval '1 millisecond')
        on conflict (tenant, dependency) do update set wait_until = greatest(state.wait_until, excluded.wait_until)`;
      await rows('note how long a dependency asked to wait', query);
    },
    async takeProbe(dependency, holder, leaseMs) {
      const query = sql`
        update dependency_states
        set probe_holder = ${holder}, probe_until = ${NOW} + ${leaseMs}::float8 * interval '1 millisecond'
        where tenant = ${tenant} and dependency = ${dependency}
          and open_until <= ${NOW} and (probe_until is null or probe_until <= ${NOW})
        returning 1`;
      return (await rows('take the right to probe a dependency', query)).length > 0;
    },
    async takeTokens(dependency, { requestsPerSecond, burst }, wanted) {
      // The first statement locks the row until the end of the transaction, or two instances would take the same tokens.
      const query = sql<{ readonly taken: number; readonly there: number }>`
        with made as (
          insert into dependency_states (tenant, dependency, tokens, filled_at)
          values (${tenant}, ${dependency}, ${burst}::float8, ${NOW})
          on conflict (tenant, dependency) do update set
            tokens = least(${burst}::float8,
              coalesce(dependency_states.tokens, ${burst}::float8)
                + greatest(0, coalesce(extract(epoch from ${NOW} - dependency_states.filled_at), 0))::float8
                  * ${requestsPerSecond}::float8),
            filled_at = ${NOW}
          returning tokens)
        select least(${wanted}::float8, floor(tokens)) as taken, tokens as there from made`;
      const spend = (taken: number) => sql`
        update dependency_states set tokens = tokens - ${taken}::float8
        where tenant = ${tenant} and dependency = ${dependency}`;
      return asTenant('take tokens of a dependency', tenant, async (transaction) => {
        const [row = { taken: 0, there: 0 }] = (await query.execute(transaction)).rows;
        if (row.taken > 0) await spend(row.taken).execute(transaction);
        return {
          tokens: row.taken,
          waitMs: row.taken > 0 ? 0 : ((1 - row.there) / requestsPerSecond) * 1_000,
        };
      });
    },
  };
}

function stateOf([row]: readonly StateRow[]): DependencyState {
  if (row === undefined) return CLOSED;
  return {
    failures: row.failures,
    openMs: row.open_ms === null ? null : Math.max(0, row.open_ms),
    waitMs: Math.max(0, row.wait_ms ?? 0),
  };
}
