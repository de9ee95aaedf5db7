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
}

const HISTORY = '<!-- perf-agent history -->';
const MOST_EARLIER = 10;
const LONGEST_HEADLINE = 200;

/**
 * The text of the sticky comment: hidden marker, body, and the headlines of earlier heads folded away. `previous` is the text that
 * stands on the change now.
 */
export function commentText(
  comment: { readonly key: string; readonly headSha: string; readonly order: number; readonly body: Masked },
  previous: string | null,
  flavour: CommentFlavour,
): string {
  const key = encodeURIComponent(comment.key);
  const marker = `<!-- perf-agent key=${key} head=${comment.headSha} order=${comment.order} -->`;
  const history = historyText(previous, comment.headSha);
  const text = `${marker}\n${flavour.inert(comment.body)}`;
  if (text.length + history.length <= flavour.longest) return text + history;
  const end = `\n\n… cut here, since ${flavour.host} takes no longer comments; the report has all of it.`;
  return cutAt(text, flavour.longest - end.length - history.length) + end + history;
}

/** The marker counts at the very start only: replies that quote a comment do not start with it. */
export function markerOf(text: string): Marker | null {
  const match = /^\s*<!-- perf-agent key=(\S+) head=(\S+) order=(\d+) -->/.exec(text);
  const [, key, head, order] = match ?? [];
  if (key === undefined || head === undefined || order === undefined) return null;
  return { key: decoded(key), head, order: Number(order) };
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

/** What was said of other heads, newest first; a head that comes back is not its own past. */
function earlierLines(previous: string, head: string): string[] {
  const [body = '', folded = ''] = previous.replaceAll('\r\n', '\n').split(HISTORY, 2);
  const known = folded.split('\n').filter((line) => /^- `[0-9a-f]{7,10}`: /.test(line));
  const marker = markerOf(previous);
  const last = marker === null || marker.head === head ? [] : [lineOf(marker.head, body)];
  return [...last, ...known]
    .filter((line) => !line.startsWith(`- \`${head.slice(0, 10)}\``))
    .slice(0, MOST_EARLIER)
    .map((line) => line.slice(0, LONGEST_HEADLINE + 20));
}

function lineOf(head: string, body: string): string {
  const lines = body.split('\n').slice(1);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const headline = first.replace(/^[#>*\s]+|[<>`|]|\*+$/g, '').trim();
  return `- \`${head.slice(0, 10)}\`: ${cutAt(headline, LONGEST_HEADLINE)}`;
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
