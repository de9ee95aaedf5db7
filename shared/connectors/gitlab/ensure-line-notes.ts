import * as z from 'zod';
import type { ChangeHost, LineNotesEnsured } from '../../ports/change-host.ts';
import { ensureLineNotes as ensureNotes } from '../common/ensure-line-notes.ts';
import { orUnplaced } from '../common/or-unplaced.ts';
import { Note } from './ensure-comment.ts';
import { GitlabDiff } from './diff-file.ts';
import type { GitlabApi } from './gitlab-api.ts';
import { inertText } from './inert-text.ts';

type Wanted = Parameters<ChangeHost['ensureLineNotes']>[0];

/** A discussion, the fields that are used; one with a position stands on a line. */
const Discussion = z.object({ id: z.string().min(1).max(100), notes: z.array(Note).min(1) });

const DiffRefs = z.object({
  diff_refs: z.object({ base_sha: z.string(), start_sha: z.string(), head_sha: z.string() }).nullish(),
});

const MOST_PAGES = 100;

/** Line notes as resolvable discussions on the merge request's diff. */
export async function ensureLineNotes(
  api: GitlabApi,
  ownUserId: number,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<LineNotesEnsured> {
  const mergeRequest = ['projects', wanted.project, 'merge_requests', wanted.number];
  const discussions = [...mergeRequest, 'discussions'];
  const discussionOf = new Map<number, string>();
  let where: Promise<Where> | undefined;

  function told({ id, notes: [first] }: z.infer<typeof Discussion>): { id: number; body: string } {
    discussionOf.set(first?.id ?? -1, id);
    return { id: first?.id ?? -1, body: first?.body ?? '' };
  }

  const store = {
    async listOwn() {
      const found: ReturnType<typeof told>[] = [];
      for await (const one of api.list(discussions, {}, Discussion, MOST_PAGES, signal)) {
        if (one.notes[0]?.author?.id === ownUserId) found.push(told(one));
      }
      return found;
    },
    async create({ path, line }: Wanted['notes'][number], body: string) {
      where ??= whereOf(api, mergeRequest, signal);
      const { refs, oldPaths } = await where;
      const oldPath = oldPaths.get(path);
      if (refs?.head_sha !== wanted.headSha || oldPath === undefined) return null;
      const position = {
        position_type: 'text',
        ...refs,
        old_path: oldPath,
        new_path: path,
        new_line: line,
      };
      const made = await orUnplaced(() =>
        api.send('POST', discussions, { body, position }, Discussion, signal),
      );
      return made === null ? null : told(made);
    },
    async update(id: number, body: string) {
      await api.send('PUT', [...mergeRequest, 'notes', id], { body }, z.unknown(), signal);
    },
    remove: (id: number) => api.remove([...mergeRequest, 'notes', id], signal),
    async setResolved(id: number, resolved: boolean) {
      const path = [...discussions, discussionOf.get(id) ?? ''];
      await api.send('PUT', path, { resolved }, z.unknown(), signal);
    },
  };
  return ensureNotes(store, wanted, inertText);
}

interface Where {
  readonly refs: { readonly base_sha: string; readonly start_sha: string; readonly head_sha: string } | null;
  /** Old names of the changed files by their new ones: a position needs both. */
  readonly oldPaths: ReadonlyMap<string, string>;
}

async function whereOf(api: GitlabApi, mergeRequest: readonly string[], signal: AbortSignal): Promise<Where> {
  const found = await api.find(mergeRequest, {}, DiffRefs, signal);
  const oldPaths = new Map<string, string>();
  for await (const file of api.list([...mergeRequest, 'diffs'], {}, GitlabDiff, MOST_PAGES, signal)) {
    oldPaths.set(file.new_path, file.old_path);
  }
  return { refs: found?.diff_refs ?? null, oldPaths };
}
