import { PipelineError } from '../../errors/pipeline-error.ts';
import type { DiffFile } from '../../ports/change-host.ts';
import { diffFileFrom, GitlabDiff, isWithheld } from './diff-file.ts';
import type { GitlabApi } from './gitlab-api.ts';
import { patchesFromRawDiff } from '../common/patches-from-raw-diff.ts';

/** GitLab lists at most some thousand files in all; the caller's limit is lower. */
const MOST_PAGES = 50;
/** How much more than asked for may be read to find the withheld texts in it. */
const RAW_DIFF_ROOM = 4;

/**
 * The changed files of a merge request, page by page, until a limit. Texts that GitLab withheld (collapsed, too large) are looked
 * for in its plain diff. `truncated` says that something is missing: files or texts beyond the limits, or texts that could not
 * be had.
 */
export async function fetchDiff(
  api: GitlabApi,
  change: { readonly project: string; readonly number: string },
  limits: { readonly maxFiles: number; readonly maxBytes: number },
  signal: AbortSignal,
): Promise<{ readonly files: readonly DiffFile[]; readonly truncated: boolean }> {
  const mergeRequest = ['projects', change.project, 'merge_requests', change.number];
  const items: GitlabDiff[] = [];
  let truncated = false;
  for await (const item of api.list([...mergeRequest, 'diffs'], {}, GitlabDiff, MOST_PAGES, signal)) {
    truncated = items.length >= limits.maxFiles;
    if (truncated) break;
    items.push(item);
  }
  const withheld = items.some(isWithheld)
    ? await plainPatches(api, [...mergeRequest, 'raw_diffs'], limits.maxBytes * RAW_DIFF_ROOM, signal)
    : new Map<string, string>();

  let bytesLeft = limits.maxBytes;
  const files = items.map((item) => {
    const file = isWithheld(item)
      ? diffFileFrom(item, withheld.get(item.new_path) ?? null)
      : diffFileFrom(item);
    const bytes = Buffer.byteLength(file.patch ?? '');
    const missing = isWithheld(item) && file.patch === null && file.status !== 'binary';
    const fits = bytes <= bytesLeft;
    truncated ||= !fits || missing;
    bytesLeft -= fits ? bytes : 0;
    return fits ? file : { ...file, patch: null };
  });
  return { files, truncated };
}

/** Empty when GitLab is too old for the call, or its answer too large: then the texts stay missing, and that is said. */
async function plainPatches(
  api: GitlabApi,
  path: readonly string[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  try {
    const bytes = await api.findBytes(path, {}, maxBytes, signal);
    return bytes === null ? new Map() : patchesFromRawDiff(new TextDecoder().decode(bytes));
  } catch (error) {
    if (PipelineError.is(error) && error.code === 'REMOTE_REPLY_INVALID') return new Map();
    throw error;
  }
}
