import { type Kysely, sql } from 'kysely';
import { PipelineError } from '../../errors/pipeline-error.ts';
import type { ProjectTurns } from '../../ports/project-turns.ts';
import type { Database } from './database.ts';
import { inTenant } from './in-tenant.ts';

interface TurnRule {
  readonly runsPerMinute: number;
  readonly burst: number;
}

/** However much a project sent, nothing of it waits longer than this. */
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Turns by the generic cell rate algorithm (ITU-T I.371): one row a project holds the time up to which its turns are given away, so that each run is told
 * its own turn and comes back once, however many wait. While the database does not answer, everybody's turn is now.
 */
export function createProjectTurns(
  database: Kysely<Database>,
  tenant: string,
  { runsPerMinute, burst }: TurnRule,
): ProjectTurns {
  const asTenant = inTenant(database);
  const stepMs = 60_000 / runsPerMinute;
  return {
    async take(project) {
      const name = `turns ${project}`;
      const step = sql`${stepMs}::float8 * interval '1 millisecond'`;
      const query = sql<{ readonly ahead_ms: number }>`
        insert into dependency_states as turn (tenant, dependency, wait_until)
        values (${tenant}, ${name}, clock_timestamp() + ${step})
        on conflict (tenant, dependency) do update
          set wait_until = greatest(turn.wait_until, clock_timestamp()) + ${step}
        returning (extract(epoch from wait_until - clock_timestamp()) * 1000)::float8 as ahead_ms`;
      try {
        const given = await asTenant('take the turn of a project', tenant, (all) => query.execute(all));
        const aheadMs = given.rows[0]?.ahead_ms ?? 0;
        return Math.min(LONGEST_WAIT_MS, Math.max(0, Math.ceil(aheadMs - burst * stepMs)));
      } catch (error) {
        if (PipelineError.is(error) && error.code === 'DATABASE_UNAVAILABLE') return 0;
        throw error;
      }
    },
  };
}
