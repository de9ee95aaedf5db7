import { type Kysely, sql, type Transaction } from 'kysely';
import { PipelineError } from '../../errors/pipeline-error.ts';
import type { ProjectTurns } from '../../ports/project-turns.ts';
import type { Database } from './database.ts';
import { inTenant } from './in-tenant.ts';

interface TurnRule {
  /** Places that the projects share; one that is alone has all of them. */
  readonly runsAtOnce: number;
  /** After that a place is free again although nobody gave it back: its run was killed or hangs. */
  readonly leaseMs?: number;
  /** A project keeps its share so long after its last run, so that its next one does not meet places that all are another's. */
  readonly rememberedMs?: number;
}

interface Standing {
  readonly projects: number;
  readonly works: number;
  readonly ahead: number;
  readonly has: boolean;
  readonly waited: boolean;
  readonly age_ms: number | null;
}

const LEASE_MS = 120_000;
const REMEMBERED_MS = 600_000;
const SHORTEST_RUN_MS = 500;
const LONGEST_RUN_MS = 60_000;
const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 2 * 60_000;
/** Of the time that those before a run should take: who comes early waits once more, but places do not stand empty when it went faster. */
const SHARE_OF_WAIT = 0.7;
/** By the database's clock alone. */
const NOW = sql`clock_timestamp()`;

/**
 * Places in PostgreSQL; rows of what is over go when somebody asks. Each project that had a run in the last ten minutes has an equal share of them, at least one; a run beyond its project's share
 * waits most of the time that those before it will take, and asks again. While the database does not answer, nobody waits.
 */
export function createProjectTurns(
  database: Kysely<Database>,
  tenant: string,
  { runsAtOnce, leaseMs = LEASE_MS, rememberedMs = REMEMBERED_MS }: TurnRule,
): ProjectTurns {
  const asTenant = inTenant(database);
  const isOver = sql`seen_at <= ${NOW} - ${rememberedMs}::float8 * interval '1 millisecond'`;

  /** Rows of what is over, of all projects; those that another transaction holds are left to it, so that nobody waits for anybody. */
  async function forgetOver(all: Transaction<Database>): Promise<void> {
    await sql`
      delete from busy_projects where tenant = ${tenant} and project in (
        select project from busy_projects where tenant = ${tenant} and ${isOver} for update skip locked)`.execute(
      all,
    );
    await sql`
      delete from run_places where tenant = ${tenant} and run_id in (
        select run_id from run_places where tenant = ${tenant} and until < ${NOW} for update skip locked)`.execute(
      all,
    );
  }

  async function standingOf(all: Transaction<Database>, project: string, runId: string): Promise<Standing> {
    const own = sql`tenant = ${tenant} and project = ${project}`;
    // Its row is held until the end of the transaction: two runs do not take the same place.
    await sql`
      insert into busy_projects (tenant, project, seen_at) values (${tenant}, ${project}, ${NOW})
      on conflict (tenant, project) do update set seen_at = excluded.seen_at`.execute(all);
    await sql`delete from run_places where ${own} and until < ${NOW}`.execute(all);
    await forgetOver(all);
    const query = sql<Standing>`
      with mine as (select state, since from run_places where ${own} and run_id = ${runId}),
           others as (select state, since from run_places where ${own} and run_id <> ${runId})
      select
        (select count(*)::int from busy_projects
          where tenant = ${tenant} and not (${isOver})) as projects,
        (select count(*)::int from others where state = 'works') as works,
        (select count(*)::int from others where state = 'waits'
          and since < coalesce((select since from mine), 'infinity')) as ahead,
        exists (select from mine where state = 'works') as has,
        exists (select from mine where state = 'waits') as waited,
        (select avg(extract(epoch from ${NOW} - since) * 1000)::float8 from others where state = 'works') as age_ms`;
    const { rows } = await query.execute(all);
    return rows[0] ?? { projects: 1, works: 0, ahead: 0, has: false, waited: false, age_ms: null };
  }

  async function note(
    all: Transaction<Database>,
    row: { readonly project: string; readonly runId: string; readonly state: 'waits' | 'works' },
    forMs: number,
  ): Promise<void> {
    // A run that goes on waiting keeps its rank.
    await sql`
      insert into run_places as place (tenant, project, run_id, state, since, until)
      values (${tenant}, ${row.project}, ${row.runId}, ${row.state}, ${NOW},
              ${NOW} + ${forMs}::float8 * interval '1 millisecond')
      on conflict (tenant, run_id) do update set
        since = case when place.state = excluded.state then place.since else excluded.since end,
        state = excluded.state, until = excluded.until`.execute(all);
  }

  return {
    take: (project, runId) =>
      orNobodyWaits(0, () =>
        asTenant('take a place for a run', tenant, async (all) => {
          const standing = await standingOf(all, project, runId);
          const share = Math.max(1, Math.floor(runsAtOnce / standing.projects));
          if (hasPlace(standing, share)) {
            await note(all, { project, runId, state: 'works' }, leaseMs);
            return 0;
          }
          const waitMs = waitOf(standing, share);
          await note(all, { project, runId, state: 'waits' }, waitMs + leaseMs);
          return waitMs;
        }),
      ),
    leave: (runId) =>
      orNobodyWaits(undefined, () =>
        asTenant('give back the place of a run', tenant, async (all) => {
          await sql`delete from run_places where tenant = ${tenant} and run_id = ${runId}`.execute(all);
        }),
      ),
  };
}

/** A run that comes for the first time does not pass by those that wait already. */
function hasPlace({ has, works, waited, ahead }: Standing, share: number): boolean {
  return has || (works < share && (waited || ahead === 0));
}

/** Of places whose runs are met at a random moment, the mean age is half of the time that they take. */
function waitOf({ ahead, age_ms: ageMs }: Standing, share: number): number {
  const runMs = Math.min(LONGEST_RUN_MS, Math.max(SHORTEST_RUN_MS, 2 * (ageMs ?? 0)));
  const waitMs = SHARE_OF_WAIT * ((ahead + 1) / share) * runMs;
  return Math.ceil(Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, waitMs)));
}

async function orNobodyWaits<T>(otherwise: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (PipelineError.is(error) && error.code === 'DATABASE_UNAVAILABLE') return otherwise;
    throw error;
  }
}
