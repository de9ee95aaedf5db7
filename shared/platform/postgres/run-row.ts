import type { Selectable } from 'kysely';
import type { ChangeRun, RunRow } from '../../ports/run-index.ts';
import type { Database } from './database.ts';

/** Table row → port's row. Text columns are empty until the receive step's patch has come. */
export function runRowOf(row: Selectable<Database['runs']>): RunRow {
  return {
    runId: row.run_id,
    tenant: row.tenant,
    service: row.service,
    project: row.project ?? '',
    change: row.change,
    headSha: row.head_sha ?? '',
    title: row.title ?? '',
    url: row.url,
    status: row.status,
    step: row.step,
    verdict: row.verdict,
    headline: row.headline,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
  };
}

export function changeRunOf(row: Selectable<Database['runs']>): ChangeRun {
  return {
    runId: row.run_id,
    headSha: row.head_sha ?? '',
    baseSha: row.base_sha,
    tree: row.tree,
    patch: row.patch,
    grounds: row.grounds,
    skip: row.skip,
    status: row.status,
    verdict: row.verdict,
    headline: row.headline,
    startedAt: row.started_at,
  };
}
