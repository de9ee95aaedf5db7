const LINE_FEED = 0x0a;
const OPENING_BRACKET = 0x28;
const CLOSING_BRACKET = 0x29;
const OPENING_SQUARE = 0x5b;
const CLOSING_SQUARE = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Brackets and braces at the end that belong to what stands around the value, in whatever order. */
export function withoutClosing(bytes: Uint8Array, start: number, end: number): number {
  let index = end;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const shorter = withoutFlow(bytes, start, withoutUnopened(bytes, start, index));
    if (shorter === index) break;
    index = shorter;
  }
  return index;
}

const MOST_ROUNDS = 4;

/** Braces at the end that close what was opened before the value on its line: `{name: shop, key: db-password}}`. */
function withoutFlow(bytes: Uint8Array, start: number, end: number): number {
  if (end === start || bytes[end - 1] !== CLOSING_BRACE) return end;
  let open = 0;
  for (let index = start; index < end; index++) {
    if (bytes[index] === OPENING_BRACE) open--;
  }
  const lowest = Math.max(0, start - FLOW_REACH);
  let closed = 0;
  for (let index = start - 1; index >= lowest && bytes[index] !== LINE_FEED; index--) {
    if (bytes[index] === CLOSING_BRACE) closed++;
    else if (bytes[index] === OPENING_BRACE && closed > 0) closed--;
    else if (bytes[index] === OPENING_BRACE) open++;
  }
  let index = end;
  for (; index > start && bytes[index - 1] === CLOSING_BRACE && open > 0; open--) index--;
  return index;
}

const FLOW_REACH = 256;

/** Brackets at the end that close nothing within the value belong to what stands around it. */
function withoutUnopened(bytes: Uint8Array, start: number, end: number): number {
  let index = end;
  // Looked for when it is first asked about.
  let opensSquare: boolean | null = null;
  let opensRound: boolean | null = null;
  for (; index > start; index--) {
    const last = bytes[index - 1];
    if (last === CLOSING_SQUARE) opensSquare ??= holds(bytes, start, index, OPENING_SQUARE);
    else if (last === CLOSING_BRACKET) opensRound ??= holds(bytes, start, index, OPENING_BRACKET);
    else break;
    if ((last === CLOSING_SQUARE ? opensSquare : opensRound) === true) break;
  }
  return index;
}

function holds(bytes: Uint8Array, start: number, end: number, code: number): boolean {
  for (let index = start; index < end; index++) {
    if (bytes[index] === code) return true;
  }
  return false;
}
