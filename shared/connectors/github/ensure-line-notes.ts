import * as z from 'zod';
import type { ChangeHost, LineNotesEnsured } from '../../ports/change-host.ts';
import { ensureLineNotes as ensureNotes } from '../common/ensure-line-notes.ts';
import { orUnplaced } from '../common/or-unplaced.ts';
import { IssueComment } from './ensure-comment.ts';
import type { GithubApi } from './github-api.ts';
import { inertText } from './inert-text.ts';
import type { OwnIdentity } from './own-identity.ts';
import { setThreadResolved } from './resolve-thread.ts';

type Wanted = Parameters<ChangeHost['ensureLineNotes']>[0];

const ReviewComment = IssueComment.extend({ in_reply_to_id: z.int().nullish() });

const MOST_PAGES = 100;

/** Line notes as review comments on the pull request's diff; each begins a conversation that can be resolved. */
export async function ensureLineNotes(
  api: GithubApi,
  own: OwnIdentity,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<LineNotesEnsured> {
  const { project, number, headSha } = wanted;
  const comments = ['pulls', number, 'comments'];
  const pathOf = (id: number) => ['pulls', 'comments', id];
  const told = ({ id, body }: z.infer<typeof ReviewComment>) => ({ id, body: body ?? '' });
  const store = {
    async listOwn() {
      const found: ReturnType<typeof told>[] = [];
      const list = { item: ReviewComment, mostPages: MOST_PAGES };
      for await (const one of api.list(project, comments, {}, list, signal)) {
        const isReply = typeof one.in_reply_to_id === 'number';
        if (!isReply && (await own.isOurs(one, signal))) found.push(told(one));
      }
      return found;
    },
    async create({ path, line }: Wanted['notes'][number], body: string) {
      const sent = { body, commit_id: headSha, path, line, side: 'RIGHT' };
      const made = await orUnplaced(() => api.send('POST', project, comments, sent, ReviewComment, signal));
      return made === null ? null : told(made);
    },
    async update(id: number, body: string) {
      await api.send('PATCH', project, pathOf(id), { body }, z.unknown(), signal);
    },
    remove: (id: number) => api.remove(project, pathOf(id), signal),
    setResolved: (id: number, resolved: boolean) => setThreadResolved(api, wanted, id, resolved, signal),
  };
  return ensureNotes(store, wanted, inertText);
}
