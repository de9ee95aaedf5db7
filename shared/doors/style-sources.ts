import { createHash } from 'node:crypto';

/** A report has two style sheets: the page's and the picture's. */
const MOST_SHEETS = 2;

/**
 * Sources of `style-src` that allow the style sheets of a page or picture of ours by their hashes, so that no policy has to say `unsafe-inline`. They are
 * taken from the document as it was stored, since a report outlives the style of the version that wrote it; a page repeats them in itself, so
 * that one that was put in later is not allowed.
 */
export function styleSources(document: string): string {
  const sheets = Array.from(document.matchAll(/<style>([^<]*)<\/style>/g), ([, sheet = '']) => sheet);
  const sources = sheets.slice(0, MOST_SHEETS).map((sheet) => `'sha256-${hashOf(sheet)}'`);
  return sources.length === 0 ? "'none'" : sources.join(' ');
}

function hashOf(sheet: string): string {
  return createHash('sha256').update(sheet, 'utf8').digest('base64');
}
