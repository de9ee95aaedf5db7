import { type Kysely, sql } from 'kysely';
import type { RunPatch } from '../../ports/run-index.ts';
import type { Database } from './database.ts';

/**
 * Merges one step's patch into its run's row: what is known stays, the furthest step shows, and of several endings (a
 * failure, then a replay that worked) the last one counts.
 */
export async function putRun(database: Kysely<Database>, patch: RunPatch): Promise<void> {
  await database
    .insertInto('runs')
    .values({
      run_id: patch.runId,
      tenant: patch.tenant,
      service: patch.service ?? null,
      ...requestColumns(patch.request),
      status: patch.status ?? 'running',
      status_at: patch.status === undefined ? null : patch.at,
      step: patch.step,
      rank: patch.rank,
      verdict: patch.verdict ?? null,
      headline: patch.headline ?? null,
      connection: patch.connection ?? null,
      ...codeColumns(patch.code),
      started_at: patch.at,
      updated_at: patch.at,
    })
    .onConflict((conflict) =>
      conflict.column('run_id').doUpdateSet({
        service: sql`coalesce(excluded.service, runs.service)`,
        project: sql`coalesce(excluded.project, runs.project)`,
        change: sql`coalesce(excluded.change, runs.change)`,
        head_sha: sql`coalesce(excluded.head_sha, runs.head_sha)`,
        title: sql`coalesce(excluded.title, runs.title)`,
        url: sql`coalesce(excluded.url, runs.url)`,
        verdict: sql`coalesce(excluded.verdict, runs.verdict)`,
        headline: sql`coalesce(excluded.headline, runs.headline)`,
        connection: sql`coalesce(excluded.connection, runs.connection)`,
        base_sha: sql`coalesce(excluded.base_sha, runs.base_sha)`,
        tree: sql`coalesce(excluded.tree, runs.tree)`,
        patch: sql`coalesce(excluded.patch, runs.patch)`,
        grounds: sql`coalesce(excluded.grounds, runs.grounds)`,
        skip: sql`coalesce(excluded.skip, runs.skip)`,
        planned: sql`excluded.planned or runs.planned`,
        status: sql`case when excluded.status_at >= coalesce(runs.status_at, excluded.status_at)
                         then excluded.status else runs.status end`,
        status_at: sql`greatest(excluded.status_at, runs.status_at)`,
        step: sql`case when excluded.rank >= runs.rank then excluded.step else runs.step end`,
        rank: sql`greatest(excluded.rank, runs.rank)`,
        started_at: sql`least(excluded.started_at, runs.started_at)`,
        updated_at: sql`greatest(excluded.updated_at, runs.updated_at)`,
      }),
    )
    .execute();
}

function codeColumns(
  code: RunPatch['code'],
): Record<CodeColumn, string | null> & { readonly planned: boolean } {
  const { baseSha = null, tree = null, patch = null, grounds = null, skip = null } = code ?? {};
  return { base_sha: baseSha, tree, patch, grounds, skip, planned: code !== undefined };
}

type CodeColumn = 'base_sha' | 'tree' | 'patch' | 'grounds' | 'skip';

function requestColumns(request: RunPatch['request']): Record<RequestColumn, string | null> {
  if (request === undefined) return { project: null, change: null, head_sha: null, title: null, url: null };
  const { project, change, headSha, title, url } = request;
  return { project, change, head_sha: headSha, title, url };
}

type RequestColumn = 'project' | 'change' | 'head_sha' | 'title' | 'url';
