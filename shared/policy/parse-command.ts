import { cutAtBlank } from '../contracts/cut-at-blank.ts';
import { nearestName } from './nearest-name.ts';

/** What a comment asks of the product. */
export type Command =
  | {
      readonly kind: 'acknowledge';
      readonly metric: string;
      /** Null: every statistic of it. */
      readonly statistic: string | null;
      /** Last day on which it holds, `2026-12-31`. */
      readonly until: string;
      /** Whether the change becomes what others are compared with when it is merged. */
      readonly asBaseline: boolean;
      readonly reason: string;
    }
  | { readonly kind: 'revoke'; readonly metric: string; readonly statistic: string | null }
  | { readonly kind: 'malformed'; readonly why: string };

const SLASH = '/perf-agent';
const ACKNOWLEDGE =
  '/perf-agent acknowledge METRIC [STATISTIC] until 2026-12-31 [as baseline] because REASON';
const REVOKE = '/perf-agent revoke METRIC [STATISTIC]';
const VERBS = ['acknowledge', 'revoke'] as const;
/** A command begins within that many characters of a comment; behind them is room for its reason. */
const LATEST_BEGIN = 20_000;
const LONGEST_COMMENT = 2 * LATEST_BEGIN;
const LONGEST_NAME = 200;
const LONGEST_STATISTIC = 30;
const LONGEST_QUOTED = 40;
const SHORTEST_REASON = 3;

/**
 * The first line of a comment that begins with `/perf-agent`, outside quotations and blocks of code. Pure: who may say so is asked
 * elsewhere. The reason is raw and as long as it was written, for what is cut before it is masked may be half of a value that no rule knows.
 * @returns null when the comment is none of our business: no such line
 */
export function parseCommand(comment: string): Command | null {
  const line = commandLine(cutAtBlank(comment, LONGEST_COMMENT));
  if (line === null) return null;
  const [, verb = '', ...words] = line.split(/\s+/);
  switch (verb.toLowerCase()) {
    case 'acknowledge':
      return acknowledgement(line, words);
    case 'revoke':
      return revocation(words);
    default:
      return unknownVerb(verb);
  }
}

function unknownVerb(verb: string): Command {
  const meant = verb.length > LONGEST_QUOTED ? null : nearestName(verb, VERBS);
  const hint = meant === null ? `there are ${VERBS.join(' and ')}` : `meant "${meant}"?`;
  return malformed(`${quoted(verb)} is no command (${hint})`, meant === 'revoke' ? REVOKE : ACKNOWLEDGE);
}

function commandLine(comment: string): string | null {
  let fence: string | null = null;
  let begin = 0;
  for (const raw of comment.split('\n')) {
    if (begin > LATEST_BEGIN) return null;
    begin += raw.length + 1;
    const line = raw.trim();
    const mark = /^(```|~~~)/.exec(line)?.[1];
    if (mark !== undefined) fence = fence === null ? mark : fence === mark ? null : fence;
    else if (fence === null && (line === SLASH || line.startsWith(`${SLASH} `))) return line;
  }
  return null;
}

function acknowledgement(line: string, words: readonly string[]): Command {
  const untilAt = words.indexOf('until');
  const becauseAt = words.indexOf('because');
  if (untilAt < 1 || becauseAt < untilAt)
    return malformed('a metric, "until" and "because" are needed', ACKNOWLEDGE);
  const figure = figureOf(words.slice(0, untilAt));
  if (figure === null)
    return malformed('before "until" stand a metric and at most one statistic', ACKNOWLEDGE);
  const [until = '', ...rest] = words.slice(untilAt + 1, becauseAt);
  if (!isDay(until)) return malformed(`${quoted(until)} is no day; write it as 2026-12-31`, ACKNOWLEDGE);
  const wish = rest.join(' ');
  if (wish !== '' && wish !== 'as baseline')
    return malformed(`${quoted(wish)} is not understood`, ACKNOWLEDGE);
  const reason = line.slice(line.search(/\sbecause(\s|$)/) + ' because'.length).trim();
  if (reason.length < SHORTEST_REASON) return malformed('the reason is missing', ACKNOWLEDGE);
  return {
    kind: 'acknowledge',
    ...figure,
    until,
    asBaseline: wish !== '',
    reason,
  };
}

function revocation(words: readonly string[]): Command {
  const figure = figureOf(words);
  return figure === null
    ? malformed('a metric and at most one statistic are needed', REVOKE)
    : { kind: 'revoke', ...figure };
}

/** Markdown's code marks around a name are no part of it. */
function figureOf(
  words: readonly string[],
): { readonly metric: string; readonly statistic: string | null } | null {
  const [metric = '', statistic = null, ...more] = words.map((word) => word.replace(/^`+|`+$/g, ''));
  if (metric === '' || metric.length > LONGEST_NAME || more.length > 0) return null;
  if (statistic !== null && (statistic === '' || statistic.length > LONGEST_STATISTIC)) return null;
  return { metric, statistic };
}

/** What was written, or that it was: never the half of a word, which might be that of a secret, and no rule knows those. */
function quoted(text: string): string {
  return text.length <= LONGEST_QUOTED ? `"${text}"` : 'what you wrote';
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function malformed(why: string, right: string): Command {
  return { kind: 'malformed', why: `${why}. Write: ${right}` };
}
