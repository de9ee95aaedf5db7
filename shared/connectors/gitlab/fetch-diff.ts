import type { DiffFile } from '../../ports/change-host.ts';
import { diffFileFrom, GitlabDiff, isWithheld } from './diff-file.ts';
import type { GitlabApi } from './gitlab-api.ts';

/** GitLab lists at most some thousand files in all; the caller's limit is lower. */
const MOST_PAGES = 50;

/**
 * The changed files of a merge request, page by page, until a limit. `truncated` says that something is missing: files beyond
 * the limits, or texts that GitLab withheld (collapsed, too large).
 */
export async function fetchDiff(
  api: GitlabApi,
  change: { readonly project: string; readonly number: string },
  limits: { readonly maxFiles: number; readonly maxBytes: number },
  signal: AbortSignal,
): Promise<{ readonly files: readonly DiffFile[]; readonly truncated: boolean }> {
  const path = ['projects', change.project, 'merge_requests', change.number, 'diffs'];
  const files: DiffFile[] = [];
  let bytesLeft = limits.maxBytes;
  let truncated = false;
  for await (const item of api.list(path, {}, GitlabDiff, MOST_PAGES, signal)) {
    if (files.length >= limits.maxFiles) return { files, truncated: true };
    const file = diffFileFrom(item);
    const bytes = Buffer.byteLength(file.patch ?? '');
    const fits = bytes <= bytesLeft;
    truncated ||= !fits || isWithheld(item);
    bytesLeft -= fits ? bytes : 0;
    files.push(fits ? file : { ...file, patch: null });
  }
  return { files, truncated };
}
