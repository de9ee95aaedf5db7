import { type Masked } from '../contracts/masked.ts';
import { rewriteMasked } from '../contracts/masked-text.ts';

const ZERO_WIDTH_SPACE = '\u200b';

/** Controls, and signs that reorder or hide the text around them. */
const UNPRINTABLE = /[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069\ufeff]+/gu;
/** Signs that GitHub, GitLab or Azure DevOps turn into mentions, references, labels or mathematics. */
const REFERENCE = /([@#!$~%^&])(?=[\p{L}\p{N}_"'[{(#])/gu;
/** Addresses and emoji names. */
const COLON = /:(?=\/\/|[\w+-]*[A-Za-z+-][\w+-]*:|100:|1234:)/g;
const ADDRESS = /\b(www)\.(?=\S)/giu;
/** Jira keys: GitLab's integration would write to the ticket. */
const TICKET = /\b(\p{Lu}[\p{Lu}\p{N}_]+)-(?=\p{N})/gu;
/** An underscore within a word is no emphasis, and names are full of them. */
const SYNTAX = /[\\`*[\]|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/**
 * Masked text as Markdown that shows as exactly this text on GitHub, GitLab and Azure DevOps: one line, no HTML, no
 * link, no table cell of its own, no emphasis, and nobody is mentioned (a zero-width space parts sign and name).
 * For a place where no line begins; see {@link markdownLine}.
 */
export function markdownText(text: Masked): Masked {
  return rewriteMasked(text, escapeMarkdown);
}

/** {@link markdownText} where a line or list item begins: no heading, list, quote or quick action starts there. */
export function markdownLine(text: Masked): Masked {
  return rewriteMasked(text, (raw) =>
    escapeMarkdown(raw)
      .replace(/^([#+\-=/])/, '\\$1')
      .replace(/^(\p{N}+)([.)])/u, '$1\\$2'),
  );
}

function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(REFERENCE, `$1${ZERO_WIDTH_SPACE}`)
    .replace(COLON, `:${ZERO_WIDTH_SPACE}`)
    .replace(ADDRESS, `$1${ZERO_WIDTH_SPACE}.`)
    .replace(TICKET, `$1${ZERO_WIDTH_SPACE}-`)
    .replace(/<(?! )/g, '&lt;')
    .replaceAll('>', '&gt;')
    .replace(SYNTAX, '\\$&');
}

/**
 * Masked text as a code span, in which no forge finds mentions or HTML. Backticks become a look-alike, since a longer
 * fence would not survive in every renderer's tables; so does the bar, which parts table cells even in code.
 */
export function markdownCode(text: Masked): Masked {
  return rewriteMasked(text, (raw) => {
    const line = oneLine(raw).replaceAll('`', 'ʼ').replaceAll('|', '¦');
    return line === '' ? '' : `\`${line}\``;
  });
}

/** Masked text of at most `characters`, with an ellipsis where it was cut; never parts a surrogate pair. */
export function cutText(text: Masked, characters: number): Masked {
  if (text.length <= characters) return text;
  return rewriteMasked(
    text,
    (raw) =>
      `${raw
        .slice(0, Math.max(characters - 1, 0))
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`,
  );
}

function oneLine(text: string): string {
  return text.toWellFormed().replace(/\s+/g, ' ').replace(UNPRINTABLE, '\uFFFD').trim();
}
