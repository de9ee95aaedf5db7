import type { ChangeHost, RawChange } from '../../ports/change-host.ts';
import { ensureCheckRun } from './ensure-check-run.ts';
import { ensureComment } from './ensure-comment.ts';
import { ensureStatus } from './ensure-status.ts';
import { fetchDiff } from './fetch-diff.ts';
import type { GithubApi } from './github-api.ts';
import type { OwnIdentity } from './own-identity.ts';
import { PullRequest } from './pull-request.ts';

/** Budgets and policies are small; a larger file under their name is a mistake. */
const LARGEST_FILE_BYTES = 1024 * 1024;

/** GitHub's pull requests, as the ChangeHost port promises. */
export function createChanges(
  api: GithubApi,
  own: OwnIdentity,
  report: { readonly name: string; readonly as: 'check-run' | 'commit-status' },
): ChangeHost {
  return {
    async fetchChange(project, number, signal) {
      const pr = await api.find(project, ['pulls', number], {}, PullRequest, signal);
      return pr === null ? null : changeFrom(project, pr);
    },
    fetchDiff: (change, limits, signal) => fetchDiff(api, change, limits, signal),
    async fetchFile(project, path, ref, signal) {
      const request = {
        query: { ref },
        accept: 'application/vnd.github.raw+json',
        maxBytes: LARGEST_FILE_BYTES,
      };
      const bytes = await api.findBytes(project, ['contents', ...path.split('/')], request, signal);
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
    ensureComment: (comment, signal) => ensureComment(api, own, comment, signal),
    ensureStatus: (status, signal) =>
      report.as === 'check-run'
        ? ensureCheckRun(api, report.name, status, signal)
        : ensureStatus(api, report.name, status, signal),
  };
}

function changeFrom(project: string, pr: PullRequest): RawChange {
  return {
    project,
    number: String(pr.number),
    title: pr.title,
    url: pr.html_url ?? null,
    author: pr.user?.login ?? null,
    headSha: pr.head.sha,
    baseSha: pr.base.sha,
    sourceBranch: pr.head.ref,
    targetBranch: pr.base.ref,
    draft: pr.draft ?? false,
    fork: pr.head.repo?.id !== pr.base.repo?.id,
  };
}
