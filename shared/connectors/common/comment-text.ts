import type { Masked } from '../../contracts/masked.ts';

/** What a host's Markdown needs to be right in it. */
export interface CommentFlavour {
  readonly host: string;
  /** Most characters (UTF-16 units) of a comment. */
  readonly longest: number;
  /** The text with everything that the host would carry out, or that would write to people, made plain. */
  inert(text: string): string;
}

interface Marker {
  readonly key: string;
  readonly head: string;
  readonly order: number;
  readonly topic: string | null;
}

const HISTORY = '<!-- perf-agent history -->';
const FOLD_END = '</details>';
/** Parts that are folded within each other. */
const MOST_FOLDS = 3;
const MOST_EARLIER = 10;
const LONGEST_HEADLINE = 200;

/**
 * The text of the sticky comment: hidden marker, body, and the headlines of earlier heads folded away. `previous` is the text that
 * stands on the change now.
 */
export function commentText(
  comment: {
    readonly key: string;
    readonly headSha: string;
    readonly order: number;
    readonly body: Masked;
    readonly topic?: string;
  },
  previous: string | null,
  flavour: CommentFlavour,
): string {
  const key = encodeURIComponent(comment.key);
  const topic = comment.topic === undefined ? '' : ` topic=${encodeURIComponent(comment.topic)}`;
  const marker = `<!-- perf-agent key=${key} head=${comment.headSha} order=${comment.order}${topic} -->`;
  const history = historyText(previous, comment.headSha);
  const text = `${marker}\n${flavour.inert(comment.body)}`;
  if (text.length + history.length <= flavour.longest) return text + history;
  const end = `\n\n… cut here, since ${flavour.host} takes no longer comments; the report has all of it.`;
  const room = flavour.longest - end.length - history.length - MOST_FOLDS * FOLD_END.length;
  return withFoldsClosed(cutAt(text, room)) + end + history;
}

/** What was cut within a folded part must not fold away the words that say so. */
function withFoldsClosed(text: string): string {
  const open = text.split('<details>').length - text.split(FOLD_END).length;
  return text + FOLD_END.repeat(Math.min(Math.max(open, 0), MOST_FOLDS));
}

/** The marker counts at the very start only: replies that quote a comment do not start with it. */
export function markerOf(text: string): Marker | null {
  const match = /^\s*<!-- perf-agent key=(\S+) head=(\S+) order=(\d+)(?: topic=(\S+))? -->/.exec(text);
  const [, key, head, order, topic] = match ?? [];
  if (key === undefined || head === undefined || order === undefined) return null;
  return {
    key: decoded(key),
    head,
    order: Number(order),
    topic: topic === undefined ? null : decoded(topic),
  };
}

/** Hosts may normalise line ends and trim; that is no difference worth an update. */
export function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replaceAll('\r\n', '\n').trim();
  return plain(a) === plain(b);
}

function historyText(previous: string | null, head: string): string {
  const earlier = previous === null ? [] : earlierLines(previous, head);
  if (earlier.length === 0) return '';
  return `\n\n${HISTORY}\n<details><summary>Earlier commits</summary>\n\n${earlier.join('\n')}\n\n</details>`;
}

/** Commits that were told the same, newest first. */
interface Earlier {
  readonly heads: readonly string[];
  /** Commits besides those that are named. */
  readonly more: number;
  readonly headline: string;
}

const MOST_HEADS = 5;
const HEAD_LENGTH = 10;

/** What was said of other heads, newest first, runs that found the same in one line; a head that comes back is not its own past. */
function earlierLines(previous: string, head: string): string[] {
  const [body = '', folded = ''] = previous.replaceAll('\r\n', '\n').split(HISTORY, 2);
  const known = folded.split('\n').flatMap(earlierOf);
  const marker = markerOf(previous);
  const last =
    marker === null || marker.head === head
      ? []
      : [{ heads: [marker.head.slice(0, HEAD_LENGTH)], more: 0, headline: headlineOf(body) }];
  return [...last, ...known]
    .map((one) => ({ ...one, heads: one.heads.filter((other) => other !== head.slice(0, HEAD_LENGTH)) }))
    .filter(({ heads }) => heads.length > 0)
    .reduce<Earlier[]>(gathered, [])
    .slice(0, MOST_EARLIER)
    .map(lineOf);
}

function gathered(groups: readonly Earlier[], next: Earlier): Earlier[] {
  const last = groups.at(-1);
  if (last?.headline !== next.headline) return [...groups, next];
  const heads = [...last.heads, ...next.heads];
  const more = last.more + next.more + Math.max(0, heads.length - MOST_HEADS);
  return [...groups.slice(0, -1), { heads: heads.slice(0, MOST_HEADS), more, headline: last.headline }];
}

function earlierOf(line: string): Earlier[] {
  const [, heads = '', more, headline] =
    /^- ((?:`[0-9a-f]{7,10}`(?:, )?)+)(?: and (\d{1,6}) more)?: ?([^]*)$/.exec(line) ?? [];
  if (headline === undefined) return [];
  return [
    {
      heads: heads.split(', ').map((one) => one.replaceAll('`', '')),
      more: Number(more ?? 0),
      headline: cutAt(headline, LONGEST_HEADLINE),
    },
  ];
}

function lineOf({ heads, more, headline }: Earlier): string {
  const named = heads.map((one) => `\`${one}\``).join(', ');
  return `- ${named}${more === 0 ? '' : ` and ${more} more`}: ${headline}`;
}

function headlineOf(body: string): string {
  const lines = body.split('\n').slice(1);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  return cutAt(first.replace(/^[#>*\s]+|\\?[<>`|]|\*+$/g, '').trim(), LONGEST_HEADLINE);
}

/** Cuts without leaving half of a surrogate pair. */
function cutAt(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
