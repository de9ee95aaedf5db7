import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { ensureComment } from './ensure-comment.ts';
import { ensureStatus } from './ensure-status.ts';
import { fetchChange } from './fetch-change.ts';
import { fetchMovement, fetchTree } from './fetch-code.ts';
import { fetchDiff } from './fetch-diff.ts';
import type { GitlabApi } from './gitlab-api.ts';
import type { GitlabSettings } from './settings.ts';

/** Budgets and policies are small; a larger file under their name is a mistake. */
const LARGEST_FILE_BYTES = 1024 * 1024;

/** GitLab's merge requests, as the ChangeHost port promises. */
export function createChanges(api: GitlabApi, settings: GitlabSettings): ChangeHost {
  let ownUserId: number | undefined;

  async function findOwnUserId(signal: AbortSignal): Promise<number> {
    ownUserId ??= (await api.find(['user'], {}, z.object({ id: z.int() }), signal))?.id;
    // 404 for one's own user never happens; a user id that nobody has makes no note count as ours.
    return ownUserId ?? -1;
  }

  return {
    fetchChange: (project, number, signal) => fetchChange(api, project, number, signal),
    fetchDiff: (change, limits, signal) => fetchDiff(api, change, limits, signal),
    fetchTree: (project, sha, signal) => fetchTree(api, project, sha, signal),
    fetchMovement: (project, between, signal) => fetchMovement(api, project, between, signal),
    async fetchFile(project, path, ref, signal) {
      const segments = ['projects', project, 'repository', 'files', path, 'raw'];
      const bytes = await api.findBytes(segments, { ref }, LARGEST_FILE_BYTES, signal);
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
    async ensureComment(comment, signal) {
      const { status, id } = await ensureComment(api, await findOwnUserId(signal), comment, signal);
      return { status, url: noteUrl(settings.baseUrl, comment, id) };
    },
    ensureStatus: (status, signal) => ensureStatus(api, settings.statusName, status, signal),
  };
}

/** Notes have no address in GitLab's replies; it follows from the project's path, but not from its number. */
function noteUrl(
  baseUrl: string,
  comment: { readonly project: string; readonly number: string },
  noteId: number,
): string | null {
  if (/^\d+$/.test(comment.project)) return null;
  const root = baseUrl.replace(/\/+$/, '');
  return `${root}/${encodeURI(comment.project)}/-/merge_requests/${comment.number}#note_${noteId}`;
}
