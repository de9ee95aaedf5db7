import type { ChangeHost } from '../../ports/change-host.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';
import { explainRefusal } from '../common/explain-refusal.ts';
import { ensureAnswer, ensureComment } from './ensure-comment.ts';
import { ensureLineNotes } from './ensure-line-notes.ts';
import { statusNameOf } from '../common/status-name-of.ts';
import { ensureStatus } from './ensure-status.ts';
import { fetchMovement, fetchTree } from './fetch-code.ts';
import { fetchComment } from './fetch-comment.ts';
import { fetchCommitAuthors } from './fetch-commit-authors.ts';
import { fetchDiff } from './fetch-diff.ts';
import { fetchLastAuthor } from './fetch-last-author.ts';
import { fetchRight } from './fetch-right.ts';
import { fetchPullRequest, pullRequestUrl } from './pull-request.ts';
import type { AzureDevopsSettings } from './settings.ts';
import { whyRefused } from './why-refused.ts';

/** Budgets and policies are small; a larger file under their name is a mistake. */
const LARGEST_FILE_BYTES = 1024 * 1024;

/** Azure DevOps' pull requests, as the ChangeHost port promises. */
export function createChanges(
  api: AzureDevopsApi,
  webRoot: string,
  settings: AzureDevopsSettings,
): ChangeHost {
  let ownId: string | undefined;

  return {
    showsAnnotations: false,
    async fetchChange(project, number, signal) {
      return (await fetchPullRequest(api, webRoot, project, number, signal))?.change ?? null;
    },
    fetchDiff: (change, limits, signal) => fetchDiff(api, change, limits, signal),
    fetchCommitAuthors: (project, number, signal) => fetchCommitAuthors(api, project, number, signal),
    fetchLastAuthor: (project, path, ref, signal) => fetchLastAuthor(api, project, path, ref, signal),
    fetchComment: (project, number, id, signal) => fetchComment(api, project, number, id, signal),
    fetchTree: (project, sha, signal) => fetchTree(api, project, sha, signal),
    fetchMovement: (project, between, signal) => fetchMovement(api, project, between, signal),
    async fetchRight(project, author, signal) {
      ownId ??= await api.fetchOwnId(signal);
      return fetchRight(api, ownId, project, author, signal);
    },
    async fetchFile(project, path, ref, signal) {
      const query = {
        path: `/${path}`,
        'versionDescriptor.version': ref,
        'versionDescriptor.versionType': /^[0-9a-f]{40}$/.test(ref) ? 'commit' : 'branch',
        $format: 'octetStream',
      };
      const bytes = await api.findBytes(project, ['items'], query, LARGEST_FILE_BYTES, signal);
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
    async ensureComment(comment, signal) {
      ownId ??= await api.fetchOwnId(signal);
      const own = ownId;
      const { answers } = comment;
      const { status, id } = await explainRefusal(
        () =>
          answers === undefined
            ? ensureComment(api, own, settings.commentStatus, comment, signal)
            : ensureAnswer(api, own, answers, comment, signal),
        () => whyRefused(api, comment.project, comment.number, signal),
      );
      const page = pullRequestUrl(webRoot, comment.project, comment.number);
      return { status, url: page === null || id === null ? null : `${page}?discussionId=${id}` };
    },
    ensureStatus: (status, signal) =>
      explainRefusal(
        () => {
          const name = statusNameOf(settings.statusName, status);
          return ensureStatus(api, { name, genre: settings.statusGenre }, status, signal);
        },
        () => whyRefused(api, status.project, status.number ?? null, signal),
      ),
    async ensureLineNotes(wanted, signal) {
      ownId ??= await api.fetchOwnId(signal);
      const own = ownId;
      return explainRefusal(
        () => ensureLineNotes(api, own, wanted, signal),
        () => whyRefused(api, wanted.project, wanted.number, signal),
      );
    },
  };
}
