import { type LookAlikeReply, type LookAlikeRequest, textValue } from '../serve-look-alike.ts';
import { type AdoPullRequest, type AdoState, type AdoThread, BOT } from './azure-devops-state.ts';

const LONGEST_COMMENT = 150_000;
const STATUSES: Readonly<Record<string, string>> = {
  '1': 'active',
  '2': 'fixed',
  '4': 'closed',
};

/** Threads come in one list, whatever their number; a deleted comment stays in it, emptied. */
export function answerThreads(
  state: AdoState,
  pull: AdoPullRequest,
  [id = '', what = '', comment = '']: readonly string[],
  { method, body }: LookAlikeRequest,
): LookAlikeReply {
  if (id === '' && method === 'GET')
    return { status: 200, value: { count: pull.threads.length, value: pull.threads } };
  // Abandoned and completed pull requests are not written to.
  if (pull.status === 'abandoned')
    return {
      status: 400,
      value: { message: 'TF401181: The pull request cannot be edited due to its state.' },
    };
  if (id === '') return createThread(state, pull, body);
  const thread = pull.threads.find((one) => one.id === Number(id));
  if (thread === undefined) return NOT_FOUND;
  if (method === 'GET' && what === '') return { status: 200, value: thread };
  if (method === 'POST' && what === 'comments') return addReply(thread, body);
  return comment === ''
    ? setStatus(thread, body)
    : answerComment(
        thread,
        thread.comments.find((one) => one.id === Number(comment)),
        method,
        body,
      );
}

const NOT_FOUND: LookAlikeReply = {
  status: 404,
  value: { message: 'TF401180: The requested comment was not found.' },
};

function addReply(thread: AdoThread, body: Readonly<Record<string, unknown>>): LookAlikeReply {
  const content = textValue(body['content']) ?? '';
  if (!thread.comments.some(({ id }) => id === body['parentCommentId'])) return NOT_FOUND;
  if (content.length > LONGEST_COMMENT) return tooLong();
  const comment = { id: thread.comments.length + 1, content, isDeleted: false, author: BOT };
  thread.comments.push(comment);
  return { status: 200, value: comment };
}

function setStatus(thread: AdoThread, body: Readonly<Record<string, unknown>>): LookAlikeReply {
  thread.status = STATUSES[String(body['status'])] ?? thread.status;
  return { status: 200, value: thread };
}

function answerComment(
  thread: AdoThread,
  found: AdoThread['comments'][number] | undefined,
  method: string,
  body: Readonly<Record<string, unknown>>,
): LookAlikeReply {
  if (found === undefined || found.isDeleted) return NOT_FOUND;
  if (method === 'GET') return { status: 200, value: { ...found, commentType: 'text' } };
  if (method === 'DELETE') {
    found.isDeleted = true;
    found.content = null;
    thread.isDeleted = thread.comments.every((one) => one.isDeleted);
    return { status: 200 };
  }
  const content = textValue(body['content']) ?? '';
  if (content.length > LONGEST_COMMENT) return tooLong();
  found.content = content;
  return { status: 200, value: found };
}

export function addThread(
  state: AdoState,
  pull: AdoPullRequest,
  content: string,
  author: { readonly id: string; readonly displayName: string },
  status: string,
  threadContext?: AdoThread['threadContext'],
): AdoThread {
  const thread = {
    id: state.nextId(),
    status,
    isDeleted: false,
    ...(threadContext === undefined ? {} : { threadContext }),
    comments: [{ id: 1, content, isDeleted: false, author }],
  };
  pull.threads.push(thread);
  return thread;
}

function createThread(
  state: AdoState,
  pull: AdoPullRequest,
  body: Readonly<Record<string, unknown>>,
): LookAlikeReply {
  const [first] = (body['comments'] ?? []) as readonly { readonly content?: string }[];
  const content = first?.content ?? '';
  if (content.length > LONGEST_COMMENT) return tooLong();
  const status = STATUSES[String(body['status'])] ?? 'unknown';
  const context = body['threadContext'] as AdoThread['threadContext'];
  if (context?.filePath.startsWith('/') === false)
    return { status: 400, value: { message: 'The file path must begin with a slash.' } };
  return { status: 200, value: addThread(state, pull, content, BOT, status, context) };
}

function tooLong(): LookAlikeReply {
  const message =
    'A discussion comment cannot be longer than 150000 characters.\r\nParameter name: comment.Content';
  return { status: 400, value: { message } };
}
