import { Masked } from './masked.ts';

/** Longest name that {@link maskedName} takes: a URL of a code host is the longest of them. */
const NAME_MAX_CHARACTERS = 1_000;

/**
 * Our own words around masked text: the literal parts stand in our source, the interpolations are `Masked` or numbers,
 * so the whole is masked. Raw text does not fit the type: `maskedText\`${finding.metric} rose by ${12} %\``.
 */
export function maskedText(literals: TemplateStringsArray, ...values: readonly (Masked | number)[]): Masked {
  let text = literals[0] ?? '';
  values.forEach((value, index) => {
    text += String(value) + (literals[index + 1] ?? '');
  });
  return Masked.parse(text);
}

/** Masked parts in a row; the separator is masked text too, so write it as `maskedText\`, \``. */
export function joinMasked(parts: readonly Masked[], separator: Masked): Masked {
  return Masked.parse(parts.join(separator));
}

/**
 * The result of escaping, cutting or otherwise rewriting masked text. `rewrite` may use nothing but the text it is
 * given and literals of ours, so that it cannot bring raw text in.
 */
export function rewriteMasked(text: Masked, rewrite: (text: string) => string): Masked {
  return Masked.parse(rewrite(text));
}

const LONGEST_PSEUDONYM = 60;
const PSEUDONYM = /^<[a-z][a-z0-9-]{0,30}-[0-9a-f]{6}\.?[0-9a-f]{6}>/;

/**
 * The beginning of masked text, of at most `most` characters (UTF-16 units), without the half of a pseudonym or of a character at its end. Text is
 * masked first and cut then: of a value that was cut before, a part would be left that no rule knows.
 */
export function cutMasked(text: Masked, most: number): Masked {
  if (text.length <= most) return text;
  const opening = most === 0 ? -1 : text.lastIndexOf('<', most - 1);
  const [pseudonym = ''] = PSEUDONYM.exec(text.slice(opening, opening + LONGEST_PSEUDONYM)) ?? [];
  const end = opening >= 0 && opening + pseudonym.length > most ? opening : most;
  return Masked.parse(text.slice(0, end).replace(/[\ud800-\udbff]$/, ''));
}

/**
 * A name that configuration or protocol gave and that is no prose: service, unit, statistic, rule and policy id,
 * commit, run id, time, formatted number, address of a page on the code host. Never for text that a person or a
 * program under test wrote: that goes through the masker. Control characters become U+FFFD; cut at 1,000 characters.
 */
export function maskedName(name: string): Masked {
  return Masked.parse(name.slice(0, NAME_MAX_CHARACTERS).replace(/\p{Cc}/gu, '\uFFFD'));
}

/**
 * JSON of a document that was made of artifacts alone, indented by two. Artifacts hold nothing but masked text, names
 * and numbers (contracts/masked.ts), and so does what is written of them.
 */
export function maskedDocument(document: object): Masked {
  return Masked.parse(JSON.stringify(document, null, 2));
}
