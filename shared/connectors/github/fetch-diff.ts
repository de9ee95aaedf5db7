import { PipelineError } from '../../errors/pipeline-error.ts';
import type { DiffFile } from '../../ports/change-host.ts';
import { patchesFromRawDiff } from '../common/patches-from-raw-diff.ts';
import { diffFileFrom, GithubFile, isWithheld } from './diff-file.ts';
import type { GithubApi } from './github-api.ts';
import { PullRequest } from './pull-request.ts';

/** GitHub lists at most 3,000 files; the caller's limit is lower. */
const MOST_PAGES = 30;
/** How much more than asked for may be read to find the withheld texts in it. */
const RAW_DIFF_ROOM = 4;

/**
 * The changed files of a pull request, page by page, until a limit. Texts that GitHub withheld are looked for in its plain diff.
 * `truncated` says that something is missing: files or texts beyond the limits, or texts that could not be had.
 */
export async function fetchDiff(
  api: GithubApi,
  change: { readonly project: string; readonly number: string },
  limits: { readonly maxFiles: number; readonly maxBytes: number },
  signal: AbortSignal,
): Promise<{ readonly files: readonly DiffFile[]; readonly truncated: boolean }> {
  const path = ['pulls', change.number];
  const items: GithubFile[] = [];
  const list = { item: GithubFile, mostPages: MOST_PAGES };
  let truncated = false;
  for await (const item of api.list(change.project, [...path, 'files'], {}, list, signal)) {
    truncated = items.length >= limits.maxFiles;
    if (truncated) break;
    items.push(item);
  }
  if (items.length === MOST_PAGES * 100) {
    const pr = await api.find(change.project, path, {}, PullRequest, signal);
    truncated ||= (pr?.changed_files ?? 0) > items.length;
  }
  const withheld = items.some(isWithheld)
    ? await plainPatches(api, change, limits.maxBytes * RAW_DIFF_ROOM, signal)
    : new Map<string, string>();

  let bytesLeft = limits.maxBytes;
  const files = items.map((item) => {
    const file = diffFileFrom(item, withheld.get(item.filename) ?? null);
    const bytes = Buffer.byteLength(file.patch ?? '');
    const missing = isWithheld(item) && file.patch === null && file.status !== 'binary';
    const fits = bytes <= bytesLeft;
    truncated ||= !fits || missing;
    bytesLeft -= fits ? bytes : 0;
    return fits ? file : { ...file, patch: null };
  });
  return { files, truncated };
}

/** Empty when the diff is larger than GitHub gives (406) or than is read: then the texts stay missing, and that is said. */
async function plainPatches(
  api: GithubApi,
  { project, number }: { readonly project: string; readonly number: string },
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const request = { query: {}, accept: 'application/vnd.github.diff', maxBytes };
  try {
    const bytes = await api.findBytes(project, ['pulls', number], request, signal);
    return bytes === null ? new Map() : patchesFromRawDiff(new TextDecoder().decode(bytes));
  } catch (error) {
    const tooLarge = ['REMOTE_REPLY_INVALID', 'REMOTE_REFUSED'];
    if (PipelineError.is(error) && tooLarge.includes(error.code)) return new Map();
    throw error;
  }
}
