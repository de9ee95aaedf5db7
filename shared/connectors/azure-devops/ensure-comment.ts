import * as z from 'zod';
import type { ChangeHost } from '../../ports/change-host.ts';
import { ensureStickyComment } from '../common/ensure-sticky-comment.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';
import { inertText } from './inert-text.ts';

type Comment = Parameters<ChangeHost['ensureComment']>[0];

const ThreadComment = z.object({
  id: z.int(),
  content: z.string().nullish(),
  isDeleted: z.boolean().nullish(),
  author: z.object({ id: z.string() }).nullish(),
});
type ThreadComment = z.infer<typeof ThreadComment>;

/** A discussion on a pull request; its first comment is what it is about. */
export const Thread = z.object({
  id: z.int(),
  isDeleted: z.boolean().nullish(),
  comments: z.array(ThreadComment).default([]),
});
export type Thread = z.infer<typeof Thread>;

const MOST_PAGES = 50;
/** `longest`: what the refusal of a longer comment says. */
const FLAVOUR = { host: 'Azure DevOps', longest: 150_000, inert: inertText };
const COMMENT_TYPE_TEXT = 1;
/** CommentThreadStatus of the API; `none` is its `unknown`. */
const THREAD_STATUS = { none: 0, active: 1, closed: 4 } as const;

/** The sticky comment as the first comment of a thread without a file. @returns the thread's id, too */
export async function ensureComment(
  api: AzureDevopsApi,
  ownId: string,
  threadStatus: keyof typeof THREAD_STATUS,
  comment: Comment,
  signal: AbortSignal,
): ReturnType<typeof ensureStickyComment> {
  const { project } = comment;
  const threads = ['pullRequests', comment.number, 'threads'];
  const firstIds = new Map<number, number>();
  const told = ({ id, comments }: Thread) => {
    const [first] = comments;
    firstIds.set(id, first?.id ?? 1);
    return { id, body: first?.content ?? '' };
  };
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
    async create(content: string) {
      const first = { parentCommentId: 0, content, commentType: COMMENT_TYPE_TEXT };
      const body = { comments: [first], status: THREAD_STATUS[threadStatus] };
      return told(await api.send('POST', project, threads, body, Thread, signal));
    },
    async update(thread: number, content: string) {
      await api.send('PATCH', project, pathOf(thread), { content }, z.unknown(), signal);
    },
    remove: (thread: number) => api.remove(project, pathOf(thread), signal),
  };
  return ensureStickyComment(store, comment, FLAVOUR);
}

/** An answer as a comment of the thread in which it was asked. @returns the thread's id, too */
export async function ensureAnswer(
  api: AzureDevopsApi,
  ownId: string,
  answers: string,
  comment: Comment,
  signal: AbortSignal,
): ReturnType<typeof ensureStickyComment> {
  const { project, number } = comment;
  const [thread = '', parent = ''] = answers.split('/');
  const path = ['pullRequests', number, 'threads', thread];
  const told = ({ id, content }: ThreadComment) => ({ id, body: content ?? '' });
  const store = {
    async listOwn() {
      const found = await api.find(project, path, {}, Thread, signal);
      const ours = (found?.comments ?? []).filter(
        ({ author, isDeleted }) => author?.id === ownId && isDeleted !== true,
      );
      return ours.map(told);
    },
    async create(content: string) {
      const body = { parentCommentId: Number(parent), content, commentType: COMMENT_TYPE_TEXT };
      return told(await api.send('POST', project, [...path, 'comments'], body, ThreadComment, signal));
    },
    async update(id: number, content: string) {
      await api.send('PATCH', project, [...path, 'comments', id], { content }, z.unknown(), signal);
    },
    remove: (id: number) => api.remove(project, [...path, 'comments', id], signal),
  };
  const done = await ensureStickyComment(store, comment, FLAVOUR);
  return done.id === null ? done : { ...done, id: Number(thread) };
}
