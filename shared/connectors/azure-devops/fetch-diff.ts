import * as z from 'zod';
import { PipelineError } from '../../errors/pipeline-error.ts';
import type { DiffFile } from '../../ports/change-host.ts';
import { countLines } from '../common/count-lines.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';
import { ChangeEntry, type ChangedFile, changedFileFrom } from './change-entry.ts';
import { makePatch, type Patch } from './make-patch.ts';
import { fetchIterations, type Iteration } from './pull-request.ts';

const ENTRIES_AT_ONCE = 1_000;
const MOST_PAGES = 20;
/** A larger file is generated or data; its lines tell nothing. */
const LARGEST_FILE_BYTES = 1024 * 1024;
/** Each text costs two calls of the token's quota. */
const MOST_TEXTS = 500;
const FILES_AT_ONCE = 6;
const MISSING: Patch = { kind: 'missing' };

const Changes = z.object({ changeEntries: z.array(ChangeEntry).default([]), nextSkip: z.int().nullish() });

interface Where {
  readonly project: string;
  readonly number: string;
}

/**
 * The changed files of a pull request. Azure DevOps has no unified diff: both versions of a file are read and compared here, within
 * bounds. `truncated` says that something is missing: files or texts beyond the limits, or texts that could not be had.
 */
export async function fetchDiff(
  api: AzureDevopsApi,
  change: Where,
  limits: { readonly maxFiles: number; readonly maxBytes: number },
  signal: AbortSignal,
): Promise<{ readonly files: readonly DiffFile[]; readonly truncated: boolean }> {
  const iteration = (await fetchIterations(api, change.project, change.number, signal)).at(-1);
  if (iteration === undefined) return { files: [], truncated: true };
  const listed = await listFiles(api, change, iteration, limits.maxFiles + 1, signal);
  const changed = listed.slice(0, limits.maxFiles);
  let truncated = listed.length > limits.maxFiles;

  let bytesLeft = limits.maxBytes;
  const files: DiffFile[] = [];
  for (let at = 0; at < changed.length; at += FILES_AT_ONCE) {
    const part = changed.slice(at, at + FILES_AT_ONCE);
    const worthIt = bytesLeft > 0 && at < MOST_TEXTS;
    const patches = await Promise.all(
      part.map((file) =>
        worthIt ? patchOf(api, change.project, file, iteration, signal) : Promise.resolve(MISSING),
      ),
    );
    for (const [index, file] of part.entries()) {
      const { path, previousPath, status } = file;
      const patch = patches[index] ?? MISSING;
      if (patch.kind === 'binary') {
        files.push({ path, previousPath, status: 'binary', additions: 0, deletions: 0, patch: null });
        continue;
      }
      const hunks = patch.kind === 'text' ? patch.hunks : null;
      const bytes = Buffer.byteLength(hunks ?? '');
      const fits = hunks !== null && bytes <= bytesLeft;
      truncated ||= !fits;
      bytesLeft -= fits ? bytes : 0;
      files.push({ path, previousPath, status, ...countLines(hunks ?? ''), patch: fits ? hunks : null });
    }
  }
  return { files, truncated };
}

/** The changed files of an iteration, up to `most` and a bounded number of pages. */
export async function listFiles(
  api: AzureDevopsApi,
  { project, number }: Where,
  iteration: Iteration,
  most: number,
  signal: AbortSignal,
): Promise<readonly ChangedFile[]> {
  const path = ['pullRequests', number, 'iterations', iteration.id, 'changes'];
  const files: ChangedFile[] = [];
  let skip = 0;
  for (let page = 0; page < MOST_PAGES && files.length < most; page += 1) {
    const query = { $top: ENTRIES_AT_ONCE, $skip: skip, $compareTo: 0 };
    const reply = await api.find(project, path, query, Changes, signal);
    for (const entry of reply?.changeEntries ?? []) {
      const file = changedFileFrom(entry);
      if (file !== null) files.push(file);
    }
    const next = reply?.nextSkip ?? 0;
    if (next <= skip) break;
    skip = next;
  }
  return files;
}

async function patchOf(
  api: AzureDevopsApi,
  project: string,
  file: ChangedFile,
  iteration: Iteration,
  signal: AbortSignal,
): Promise<Patch> {
  // Renamed without a change: nothing to compare.
  if (typeof file.oldId === 'string' && file.oldId === file.newId) return { kind: 'text', hunks: '' };
  try {
    const [before, after] = await Promise.all([
      versionOf(api, project, file.oldId, file.previousPath ?? file.path, iteration.commonRefCommit, signal),
      versionOf(api, project, file.newId, file.path, iteration.sourceRefCommit, signal),
    ]);
    return before === undefined || after === undefined ? MISSING : makePatch(before, after);
  } catch (error) {
    // Larger than is read; every other failure is one of the host.
    if (PipelineError.is(error) && error.code === 'REMOTE_REPLY_INVALID') return MISSING;
    throw error;
  }
}

/** Bytes of one side; null when it has no file, undefined when its file cannot be had. */
async function versionOf(
  api: AzureDevopsApi,
  project: string,
  id: string | null | undefined,
  path: string,
  commit: Iteration['sourceRefCommit'],
  signal: AbortSignal,
): Promise<Uint8Array | null | undefined> {
  if (id === null) return null;
  const format = { $format: 'octetStream' };
  if (id !== undefined) {
    return (await api.findBytes(project, ['blobs', id], format, LARGEST_FILE_BYTES, signal)) ?? undefined;
  }
  if (commit === null || commit === undefined) return undefined;
  const query = {
    ...format,
    path: `/${path}`,
    'versionDescriptor.version': commit.commitId,
    'versionDescriptor.versionType': 'commit',
  };
  return (await api.findBytes(project, ['items'], query, LARGEST_FILE_BYTES, signal)) ?? undefined;
}
