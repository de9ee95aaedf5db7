import { classOf, INNER } from './character-class.ts';
import { endOfPiece, isJoining, pieceKindIn } from './word-analysis.ts';
import { SOFT } from './word-piece.ts';

const SLOT_CODES = [60, 42, 62];
const MAX_WORD = 512;

/**
 * The word text[start, end) with `<*>` for its variable pieces, and for its soft pieces (`en0`) too when `softToo`.
 * Neighbouring places are one. The result shares no memory with `text`.
 */
export function renderPieces(text: string, start: number, end: number, softToo: boolean): string {
  const codes: number[] = [];
  const stop = Math.min(end, start + MAX_WORD);
  let slotEnd = -1;
  let at = start;
  while (at < stop) {
    const code = text.charCodeAt(at);
    if (classOf(code) === INNER || code === 60 || code === 62) {
      if (slotEnd >= 0 && !isJoining(code)) slotEnd = -1;
      codes.push(code);
      at++;
      continue;
    }
    const pieceEnd = endOfPiece(text, at, stop);
    const kind = pieceKindIn(text, at, pieceEnd);
    if (kind > 0 || (kind === SOFT && softToo)) {
      if (slotEnd >= 0) codes.length = slotEnd;
      else codes.push(...SLOT_CODES);
      slotEnd = codes.length;
    } else {
      slotEnd = -1;
      for (let index = at; index < pieceEnd; index++) codes.push(text.charCodeAt(index));
    }
    at = pieceEnd;
  }
  return String.fromCharCode(...codes);
}
