import { type Masked } from '../contracts/masked.ts';
import { rewriteMasked } from '../contracts/masked-text.ts';

/** Bold letters are about this much wider. */
export const BOLD = 1.08;
const ELLIPSIS = '\u2026';
const NARROW = /[iljtfrI.,:;'|!()[\]/ -]/;
const WIDE = /[mwMW@%\u2026]/;
/** East Asian wide characters and pictographs, roughly: everything there is drawn one em wide. */
const FULL =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Width of text in px, judged from above: the reader's font is not known. Measured on DejaVu Sans, a wide one. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of graphemes(text)) ems += characterEms(character);
  return ems * fontSize;
}

/** Text that fits into `width` px at `fontSize`, with an ellipsis where it was cut. */
export function fitText(text: Masked, width: number, fontSize: number): Masked {
  if (textWidth(text, fontSize) <= width) return text;
  return rewriteMasked(
    text,
    (raw) =>
      `${fitting(graphemes(raw), width - textWidth(ELLIPSIS, fontSize), fontSize).trimEnd()}${ELLIPSIS}`,
  );
}

/** Text on one line, or parted at a space into two of which the second is cut where it must be. */
export function fitTwoLines(text: Masked, width: number, fontSize: number): readonly [Masked, Masked | null] {
  if (textWidth(text, fontSize) <= width) return [text, null];
  const first = fitting(graphemes(text), width, fontSize);
  const space = first.lastIndexOf(' ');
  const end = space > first.length / 3 ? space : first.length;
  return [
    rewriteMasked(text, (raw) => raw.slice(0, end)),
    fitText(
      rewriteMasked(text, (raw) => raw.slice(end).trimStart()),
      width,
      fontSize,
    ),
  ];
}

/** As {@link fitText}, but cut in the middle: names differ at their ends. */
export function fitName(text: Masked, width: number, fontSize: number): Masked {
  if (textWidth(text, fontSize) <= width) return text;
  return rewriteMasked(text, (raw) => {
    const half = (width - textWidth(ELLIPSIS, fontSize)) / 2;
    const characters = graphemes(raw);
    const end = graphemes(fitting(characters.toReversed(), half, fontSize))
      .toReversed()
      .join('');
    return `${fitting(characters, half, fontSize)}${ELLIPSIS}${end}`;
  });
}

function fitting(characters: readonly string[], width: number, fontSize: number): string {
  let room = width;
  let kept = '';
  for (const character of characters) {
    room -= characterEms(character) * fontSize;
    if (room < 0) break;
    kept += character;
  }
  return kept;
}

function graphemes(text: string): readonly string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

function characterEms(character: string): number {
  if (FULL.test(character)) return 1;
  if (NARROW.test(character)) return 0.4;
  return WIDE.test(character) ? 0.98 : 0.65;
}
