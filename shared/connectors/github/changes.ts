import * as z from 'zod';
import type { ChangeHost, RawChange } from '../../ports/change-host.ts';
import { explainRefusal } from '../common/explain-refusal.ts';
import { ensureCheckRun } from './ensure-check-run.ts';
import { ensureComment } from './ensure-comment.ts';
import { ensureLineNotes } from './ensure-line-notes.ts';
import { statusNameOf } from '../common/status-name-of.ts';
import { ensureStatus } from './ensure-status.ts';
import { fetchMovement, fetchTree } from './fetch-code.ts';
import { fetchComment } from './fetch-comment.ts';
import { fetchCommitAuthors } from './fetch-commit-authors.ts';
import { fetchDiff } from './fetch-diff.ts';
import { fetchLastAuthor } from './fetch-last-author.ts';
import { fetchRight } from './fetch-right.ts';
import type { GithubApi } from './github-api.ts';
import type { OwnIdentity } from './own-identity.ts';
import { PullRequest } from './pull-request.ts';
import { whyRefused } from './why-refused.ts';

/** Budgets and policies are small; a larger file under their name is a mistake. */
const LARGEST_FILE_BYTES = 1024 * 1024;

const Comparison = z.object({ merge_base_commit: z.object({ sha: z.string() }) });

/** GitHub's pull requests, as the ChangeHost port promises. */
export function createChanges(
  api: GithubApi,
  own: OwnIdentity,
  report: { readonly name: string; readonly as: 'check-run' | 'commit-status' },
): ChangeHost {
  return {
    showsAnnotations: report.as === 'check-run',
    async fetchChange(project, number, signal) {
      const pr = await api.find(project, ['pulls', number], {}, PullRequest, signal);
      return pr === null ? null : changeFrom(project, pr, await fetchMergeBase(api, project, pr, signal));
    },
    fetchDiff: (change, limits, signal) => fetchDiff(api, change, limits, signal),
    fetchCommitAuthors: (project, number, signal) => fetchCommitAuthors(api, project, number, signal),
    fetchLastAuthor: (project, path, ref, signal) => fetchLastAuthor(api, project, path, ref, signal),
    fetchComment: (project, number, id, signal) => fetchComment(api, project, number, id, signal),
    fetchTree: (project, sha, signal) => fetchTree(api, project, sha, signal),
    fetchMovement: (project, between, signal) => fetchMovement(api, project, between, signal),
    fetchRight: (project, author, signal) => fetchRight(api, own, project, author, signal),
    // Source: the host's documentation of code owners; the first that exists counts.
    codeOwners: {
      files: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
      syntax: 'github',
    },
    async fetchFile(project, path, ref, signal) {
      const request = {
        query: { ref },
        accept: 'application/vnd.github.raw+json',
        maxBytes: LARGEST_FILE_BYTES,
      };
      const bytes = await api.findBytes(project, ['contents', ...path.split('/')], request, signal);
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
    ensureComment: (comment, signal) =>
      explainRefusal(
        () => ensureComment(api, own, comment, signal),
        () => whyRefused(api, comment.project, comment.number, signal),
      ),
    ensureStatus: (status, signal) =>
      explainRefusal(
        () =>
          report.as === 'check-run'
            ? ensureCheckRun(api, statusNameOf(report.name, status), status, signal)
            : ensureStatus(api, statusNameOf(report.name, status), status, signal),
        () => whyRefused(api, status.project, status.number ?? null, signal),
      ),
    ensureLineNotes: (wanted, signal) =>
      explainRefusal(
        () => ensureLineNotes(api, own, wanted, signal),
        () => whyRefused(api, wanted.project, wanted.number, signal),
      ),
  };
}

/**
 * The commit that the change branched from. `base.sha` is the tip of the target branch: what others merged since would be blamed on the
 * change. Asked for as a second page, since the first carries the whole diff. @returns `base.sha` when GitHub cannot compare
 */
async function fetchMergeBase(
  api: GithubApi,
  project: string,
  { base, head }: PullRequest,
  signal: AbortSignal,
): Promise<string> {
  const path = ['compare', `${base.sha}...${head.sha}`];
  const found = await api.find(project, path, { per_page: 1, page: 2 }, Comparison, signal);
  return found?.merge_base_commit.sha ?? base.sha;
}

function changeFrom(project: string, pr: PullRequest, baseSha: string): RawChange {
  return {
    project,
    number: String(pr.number),
    title: pr.title,
    url: pr.html_url ?? null,
    author: pr.user?.login ?? null,
    headSha: pr.head.sha,
    baseSha,
    sourceBranch: pr.head.ref,
    targetBranch: pr.base.ref,
    draft: pr.draft ?? false,
    fork: pr.head.repo?.id !== pr.base.repo?.id,
  };
}
