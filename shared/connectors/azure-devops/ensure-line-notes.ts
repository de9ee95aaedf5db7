import * as z from 'zod';
import type { ChangeHost, LineNotesEnsured } from '../../ports/change-host.ts';
import { ensureLineNotes as ensureNotes } from '../common/ensure-line-notes.ts';
import { orUnplaced } from '../common/or-unplaced.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';
import { Thread } from './ensure-comment.ts';
import { listFiles } from './fetch-diff.ts';
import { inertText } from './inert-text.ts';
import { fetchIterations } from './pull-request.ts';

type Wanted = Parameters<ChangeHost['ensureLineNotes']>[0];

const MOST_PAGES = 50;
const MOST_FILES = 20_000;
const COMMENT_TYPE_TEXT = 1;
/** CommentThreadStatus of the API. */
const ACTIVE = 1;
const FIXED = 2;

/** Line notes as threads on the right side of the pull request's diff. */
export async function ensureLineNotes(
  api: AzureDevopsApi,
  ownId: string,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<LineNotesEnsured> {
  const { project, number, headSha } = wanted;
  const threads = ['pullRequests', number, 'threads'];
  const firstIds = new Map<number, number>();
  let where: Promise<Where | null> | undefined;

  function told({ id, comments: [first] }: Thread): { id: number; body: string } {
    firstIds.set(id, first?.id ?? 1);
    return { id, body: first?.content ?? '' };
  }
  const pathOf = (thread: number) => [...threads, thread, 'comments', firstIds.get(thread) ?? 1];

  const store = {
    async listOwn() {
      const found: ReturnType<typeof told>[] = [];
      for await (const thread of api.list(project, threads, Thread, MOST_PAGES, signal)) {
        const first = thread.comments[0];
        const ours = first?.author?.id === ownId && first.isDeleted !== true && thread.isDeleted !== true;
        if (ours) found.push(told(thread));
      }
      return found;
    },
    async create({ path, line }: Wanted['notes'][number], content: string) {
      where ??= whereOf(api, project, number, headSha, signal);
      const found = await where;
      const tracking = found?.tracking.get(path);
      if (found === null || tracking === undefined) return null;
      const at = { line, offset: 1 };
      const body = {
        comments: [{ parentCommentId: 0, content, commentType: COMMENT_TYPE_TEXT }],
        status: ACTIVE,
        threadContext: { filePath: `/${path}`, rightFileStart: at, rightFileEnd: at },
        pullRequestThreadContext: {
          ...(tracking === null ? {} : { changeTrackingId: tracking }),
          iterationContext: { firstComparingIteration: 1, secondComparingIteration: found.iteration },
        },
      };
      const made = await orUnplaced(() => api.send('POST', project, threads, body, Thread, signal));
      return made === null ? null : told(made);
    },
    async update(thread: number, content: string) {
      await api.send('PATCH', project, pathOf(thread), { content }, z.unknown(), signal);
    },
    remove: (thread: number) => api.remove(project, pathOf(thread), signal),
    async setResolved(thread: number, resolved: boolean) {
      const status = resolved ? FIXED : ACTIVE;
      await api.send('PATCH', project, [...threads, thread], { status }, z.unknown(), signal);
    },
  };
  return ensureNotes(store, wanted, inertText);
}

interface Where {
  readonly iteration: number;
  /** Azure DevOps' number of each changed file, by which it moves a thread along with later pushes; null where it gives none. */
  readonly tracking: ReadonlyMap<string, number | null>;
}

/** @returns null when the head is no iteration any more */
async function whereOf(
  api: AzureDevopsApi,
  project: string,
  number: string,
  headSha: string,
  signal: AbortSignal,
): Promise<Where | null> {
  const iterations = await fetchIterations(api, project, number, signal);
  const iteration = iterations.findLast(({ sourceRefCommit }) => sourceRefCommit?.commitId === headSha);
  if (iteration === undefined) return null;
  const files = await listFiles(api, { project, number }, iteration, MOST_FILES, signal);
  return { iteration: iteration.id, tracking: new Map(files.map((file) => [file.path, file.trackingId])) };
}
