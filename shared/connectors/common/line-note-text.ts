import type { LineNote } from '../../ports/change-host.ts';

interface LineMarker {
  /** Whose notes: empty for the change's own service. Both words are as `markerWord` makes them. */
  readonly scope: string;
  readonly key: string;
  /** Resolved by us; a person who resolves a discussion leaves its text as it is. */
  readonly resolved: boolean;
}

/** Shorter than every host's limit; a cause is a sentence or two. */
const LONGEST_BODY = 4_000;

/** Text of a line note: hidden marker and body. */
export function lineNoteText(
  scope: string,
  { key, body }: LineNote,
  inert: (text: string) => string,
): string {
  const marker = { scope: markerWord(scope), key: markerWord(key), resolved: false };
  return `${markerLine(marker)}\n${inert(body.slice(0, LONGEST_BODY))}`;
}

/** The same note once its cause is gone: crossed out, with the commit at which it was not found any more. */
export function resolvedText(text: string, headSha: string): string {
  const marker = lineMarkerOf(text);
  if (marker === null) return text;
  const [, ...lines] = text.replaceAll('\r\n', '\n').trim().split('\n');
  const said = lines.join('\n').trim();
  return `${markerLine({ ...marker, resolved: true })}\n**Resolved**: not found any more at \`${headSha.slice(0, 10)}\`.\n\n<details><summary>What it said</summary>\n\n${said}\n\n</details>`;
}

/** The marker counts at the very start only, as in comment-text.ts. */
export function lineMarkerOf(text: string): LineMarker | null {
  const match = /^\s*<!-- perf-agent-line scope=(\S*) key=(\S+) state=(open|resolved) -->/.exec(text);
  const [, scope, key, state] = match ?? [];
  if (scope === undefined || key === undefined) return null;
  return { scope, key, resolved: state === 'resolved' };
}

/** A word as it stands in a marker: without blanks, and unable to end it. */
export function markerWord(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function markerLine({ scope, key, resolved }: LineMarker): string {
  return `<!-- perf-agent-line scope=${scope} key=${key} state=${resolved ? 'resolved' : 'open'} -->`;
}
