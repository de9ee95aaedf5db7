import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { explainRefusal } from '../common/explain-refusal.ts';
import { ensureComment } from './ensure-comment.ts';
import { ensureLineNotes } from './ensure-line-notes.ts';
import { statusNameOf } from '../common/status-name-of.ts';
import { ensureStatus } from './ensure-status.ts';
import { fetchChange } from './fetch-change.ts';
import { fetchMovement, fetchTree } from './fetch-code.ts';
import { fetchComment } from './fetch-comment.ts';
import { fetchCommitAuthors } from './fetch-commit-authors.ts';
import { fetchDiff } from './fetch-diff.ts';
import { fetchLastAuthor } from './fetch-last-author.ts';
import { fetchRight } from './fetch-right.ts';
import type { GitlabApi } from './gitlab-api.ts';
import type { GitlabSettings } from './settings.ts';
import { whyRefused } from './why-refused.ts';

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
    showsAnnotations: false,
    fetchChange: (project, number, signal) => fetchChange(api, project, number, signal),
    fetchDiff: (change, limits, signal) => fetchDiff(api, change, limits, signal),
    fetchCommitAuthors: (project, number, signal) => fetchCommitAuthors(api, project, number, signal),
    fetchLastAuthor: (project, path, ref, signal) => fetchLastAuthor(api, project, path, ref, signal),
    fetchComment: (project, number, id, signal) => fetchComment(api, project, number, id, signal),
    fetchTree: (project, sha, signal) => fetchTree(api, project, sha, signal),
    fetchMovement: (project, between, signal) => fetchMovement(api, project, between, signal),
    // Source: the host's documentation of code owners; the first that exists counts.
    codeOwners: {
      files: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
      syntax: 'gitlab',
    },
    async fetchFile(project, path, ref, signal) {
      const segments = ['projects', project, 'repository', 'files', path, 'raw'];
      const bytes = await api.findBytes(segments, { ref }, LARGEST_FILE_BYTES, signal);
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
    fetchRight: async (project, author, signal) =>
      fetchRight(api, await findOwnUserId(signal), project, author, signal),
    async ensureComment(comment, signal) {
      const ownUserId = await findOwnUserId(signal);
      const { status, id } = await explainRefusal(
        () => ensureComment(api, ownUserId, comment, signal),
        () => whyRefused(api, comment.project, comment.number, signal),
      );
      return { status, url: id === null ? null : noteUrl(settings.baseUrl, comment, id) };
    },
    ensureStatus: (status, signal) =>
      explainRefusal(
        () => ensureStatus(api, statusNameOf(settings.statusName, status), status, signal),
        async (error) =>
          (await whyRefused(api, status.project, status.number ?? null, signal)) ??
          (error.code === 'REMOTE_NOT_FOUND'
            ? `GitLab finds no branch with the commit ${status.sha}; its source branch may have been deleted.`
            : null),
      ),
    ensureLineNotes: async (wanted, signal) => {
      const ownUserId = await findOwnUserId(signal);
      return explainRefusal(
        () => ensureLineNotes(api, ownUserId, wanted, signal),
        () => whyRefused(api, wanted.project, wanted.number, signal),
      );
    },
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
