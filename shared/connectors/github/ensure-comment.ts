import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { ensureStickyComment } from '../common/ensure-sticky-comment.ts';
import { commentFrom } from './comment-name.ts';
import type { GithubApi } from './github-api.ts';
import { inertText } from './inert-text.ts';
import type { OwnIdentity } from './own-identity.ts';

type Comment = Parameters<ChangeHost['ensureComment']>[0];

/** One item of `/issues/{number}/comments`, the fields that are used. */
export const IssueComment = z.object({
  id: z.int(),
  // Comments of deleted users and minimised ones may come without.
  body: z.string().nullish(),
  html_url: z.string().nullish(),
  user: z.object({ id: z.int(), login: z.string().nullish() }).nullish(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
});
type IssueComment = z.infer<typeof IssueComment>;

const MOST_PAGES = 100;
/** `longest`: what GitHub's 422 for a longer body says. */
const FLAVOUR = { host: 'GitHub', longest: 65_536, inert: inertText };

/** The sticky comment as a comment on the pull request's conversation; the answer to one on a line as a reply to it. */
export async function ensureComment(
  api: GithubApi,
  own: OwnIdentity,
  comment: Comment,
  signal: AbortSignal,
): ReturnType<ChangeHost['ensureComment']> {
  const { project } = comment;
  const { path, newPath, pathOf } = pathsOf(comment);
  const urls = new Map<number, string | null>();
  const told = (one: IssueComment) => {
    urls.set(one.id, one.html_url ?? null);
    return { id: one.id, body: one.body ?? '' };
  };
  const store = {
    async listOwn() {
      const found: ReturnType<typeof told>[] = [];
      const list = { item: IssueComment, mostPages: MOST_PAGES };
      for await (const one of api.list(project, path, {}, list, signal)) {
        if (await own.isOurs(one, signal)) found.push(told(one));
      }
      return found;
    },
    create: async (body: string) =>
      told(await api.send('POST', project, newPath, { body }, IssueComment, signal)),
    async update(id: number, body: string) {
      await api.send('PATCH', project, pathOf(id), { body }, z.unknown(), signal);
    },
    remove: (id: number) => api.remove(project, pathOf(id), signal),
  };
  const { status, id } = await ensureStickyComment(store, comment, FLAVOUR);
  return { status, url: id === null ? null : (urls.get(id) ?? null) };
}

/** Where comments of its kind are listed, where a new one is made, and where one is changed. */
function pathsOf({ number, answers }: Comment) {
  const named = answers === undefined ? null : commentFrom(answers);
  const of = named?.on === 'line' ? 'pulls' : 'issues';
  const path = [of, number, 'comments'];
  const newPath = named?.on === 'line' ? [...path, named.begin, 'replies'] : path;
  return { path, newPath, pathOf: (id: number) => [of, 'comments', id] };
}
