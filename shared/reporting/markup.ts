import { type Masked } from '../contracts/masked.ts';
import { joinMasked, maskedText, rewriteMasked } from '../contracts/masked-text.ts';

/** HTML or SVG that may be put into a page as it is; made by {@link markup} alone. */
export interface Markup {
  readonly markup: Masked;
}

type Part = Masked | number | Markup | readonly Markup[] | null;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters that XML forbids, and signs that reorder or hide the text around them. */
const UNPRINTABLE = /[[\p{Cc}--[\t\n\r]]\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gv;

/**
 * HTML or SVG with everything interpolated escaped, for text and for attributes in double quotes, unless it is
 * `Markup` already. Literal parts are ours; null is nothing; a list is its items in a row.
 */
export function markup(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: maskedText(literals, ...parts.map(renderPart)) };
}

function renderPart(part: Part): Masked {
  if (part === null) return maskedText``;
  if (typeof part === 'number') return maskedText`${part}`;
  if (typeof part === 'string') return rewriteMasked(part, escapeMarkup);
  if ('markup' in part) return part.markup;
  return joinMasked(
    part.map((item) => item.markup),
    maskedText``,
  );
}

/** Text as character data or as a value in double quotes of HTML 5 and XML 1.0. */
function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(UNPRINTABLE, '\uFFFD')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
