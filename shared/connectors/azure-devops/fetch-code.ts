import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { notTold } from '../common/not-told.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';
import { ChangeEntry, changedFileFrom } from './change-entry.ts';

const Commit = z.object({ treeId: z.string().nullish() });
const Diffs = z.object({
  changes: z.array(ChangeEntry).default([]),
  allChangesIncluded: z.boolean().nullish(),
});

const MOST_FILES = 2_000;

export async function fetchTree(
  api: AzureDevopsApi,
  project: string,
  sha: string,
  signal: AbortSignal,
): ReturnType<ChangeHost['fetchTree']> {
  const commit = await api.find(project, ['commits', sha], {}, Commit, signal).catch(notTold);
  return commit?.treeId ?? null;
}

export async function fetchMovement(
  api: AzureDevopsApi,
  project: string,
  { from, to }: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): ReturnType<ChangeHost['fetchMovement']> {
  const query = {
    baseVersion: from,
    baseVersionType: 'commit',
    targetVersion: to,
    targetVersionType: 'commit',
    diffCommonCommit: 'false',
    $top: MOST_FILES,
  };
  const found = await api.find(project, ['diffs', 'commits'], query, Diffs, signal).catch(notTold);
  if (found === null) return null;
  const files = found.changes.map(changedFileFrom).filter((file) => file !== null);
  const paths = files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]);
  return {
    paths: [...new Set(paths)],
    truncated: found.allChangesIncluded === false || found.changes.length >= MOST_FILES,
  };
}
