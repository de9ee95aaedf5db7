import { type Masked } from '../contracts/masked.ts';
import { rewriteMasked } from '../contracts/masked-text.ts';

const NARROW = /[iljtfrI.,:;'|!()[\]/ -]/;
const WIDE = /[mwMW@%\u2026]/;
/** East Asian wide characters and pictographs, roughly: everything there is drawn one em wide. */
const FULL =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{M}/u;

/** Width of text in px, judged from above: the reader's font is not known. Measured on DejaVu Sans, a wide one. */
export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) ems += characterEms(character);
  return ems * fontSize;
}

/** Text that fits into `width` px at `fontSize`, with an ellipsis where it was cut. */
export function fitText(text: Masked, width: number, fontSize: number): Masked {
  if (textWidth(text, fontSize) <= width) return text;
  return rewriteMasked(text, (raw) => {
    let room = width - textWidth('\u2026', fontSize);
    let kept = '';
    for (const character of raw) {
      room -= characterEms(character) * fontSize;
      if (room < 0) break;
      kept += character;
    }
    return `${kept.trimEnd()}\u2026`;
  });
}

function characterEms(character: string): number {
  if (COMBINING.test(character)) return 0;
  if (FULL.test(character)) return 1;
  if (NARROW.test(character)) return 0.4;
  return WIDE.test(character) ? 0.98 : 0.65;
}
