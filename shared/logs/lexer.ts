import { classOf, DELIMITER, DIGIT, HEX_LETTER, INNER, SPACE } from './character-class.ts';
import { NO_STATUS, statusAt } from './http-status.ts';
import { typeBit } from './parameter-type.ts';
import { scanBelow, scanColonRun, scanDrivePath, scanPseudonym, scanUrl } from './scan-special.ts';
import { analyseWord, SLOT_HASH, type WordAnalysis } from './word-analysis.ts';
import { endOfPort, isDateWord, isSeparator, startOfWord, trimmedEnd } from './word-boundary.ts';

/** Kinds of token: punctuation, a word as it stands, a word with variable or soft pieces, a variable. */
export const PUNCTUATION = 0;
export const WORD = 1;
export const MIXED = 2;
export const SLOT = 3;

/** More tokens or characters than this say nothing more about a line's pattern. */
const MAX_TOKENS = 192;
const MAX_CHARACTERS = 8_192;

const FNV = 16777619;
const SEED = -2128831035;
const NULL = typeBit('null');
const BOOLEAN = typeBit('boolean');
const HOST = typeBit('host');
const PATH = typeBit('path');
const HEX = typeBit('hex');
const TIME = typeBit('time');
const HEX_WORD_LENGTH = 8;
/** Bits of classes whose presence makes a word more than plain letters. */
const COMPLEX = (1 << DIGIT) | (1 << INNER);
const STATUS_LENGTH = 3;
const COLON = 58;
const LESS_THAN = 60;

const SPECIAL_WORDS = new Map<string, number>([
  ...['null', 'NULL', 'nil', 'None', 'undefined'].map((word) => [word, NULL] as const),
  ...['true', 'false', 'True', 'False', 'TRUE', 'FALSE'].map((word) => [word, BOOLEAN] as const),
  ['NaN', typeBit('number')],
]);
const SPECIAL_FIRST = new Set([...SPECIAL_WORDS.keys()].map((word) => word.charCodeAt(0)));

/**
 * Cuts a line into words, punctuation and variables in one pass; variable is what looks so by itself (numbers,
 * addresses, ids, paths, pseudonyms). Runs of variables parted by nothing but blanks and `, ; : . / \ -` become one,
 * so that lists of any length are one pattern. Linear in the length of the line. A class, and arrays reused from line
 * to line, because this is the hot path: no allocation a line.
 */
export class Lexer {
  readonly kind = new Uint8Array(MAX_TOKENS);
  readonly start = new Int32Array(MAX_TOKENS);
  readonly end = new Int32Array(MAX_TOKENS);
  readonly hash = new Int32Array(MAX_TOKENS);
  /** Type bits of a slot; 0 otherwise. */
  readonly types = new Int32Array(MAX_TOKENS);
  /** Hash of the digits in a word such as `en0`; 0 when there are none. */
  readonly soft = new Int32Array(MAX_TOKENS);
  /** 1 when white space stands before the token. */
  readonly space = new Uint8Array(MAX_TOKENS);
  /** Tokens of the last line. */
  count = 0;
  /** Class of the first HTTP status that the last line tells, or NO_STATUS. */
  status = NO_STATUS;
  /** Token that is a slot with only separators after it, or -1: what a following slot is joined to. */
  private openSlot = -1;
  private spaceBefore = 0;
  private text = '';
  private begin = 0;
  private stop = 0;
  private readonly word: WordAnalysis = { types: 0, hash: 0, soft: 0 };

  /** Fills the arrays from text[start, end); returns the number of tokens. At most 8,192 characters and 192 tokens. */
  lex(text: string, start: number, end: number): number {
    this.count = 0;
    this.openSlot = -1;
    this.spaceBefore = 0;
    this.status = NO_STATUS;
    this.text = text;
    this.begin = start;
    this.stop = Math.min(end, start + MAX_CHARACTERS);
    let at = start;
    while (at < this.stop && this.count < MAX_TOKENS) {
      const code = text.charCodeAt(at);
      const first = classOf(code);
      if (first === SPACE) {
        this.spaceBefore = 1;
        at++;
        continue;
      }
      at = first === DELIMITER || first === INNER ? this.mark(at, code, first) : this.wordAt(at, at, first);
      this.spaceBefore = 0;
    }
    if (this.count > 0) this.space[0] = 0;
    return this.count;
  }

  private push(kind: number, start: number, end: number, hash: number): void {
    const at = this.count++;
    this.kind[at] = kind;
    this.start[at] = start;
    this.end[at] = end;
    this.hash[at] = hash;
    this.types[at] = 0;
    this.soft[at] = 0;
    this.space[at] = this.spaceBefore;
  }

  private pushSlot(start: number, end: number, bits: number): number {
    if (this.openSlot >= 0) {
      this.count = this.openSlot + 1;
      this.types[this.openSlot]! |= bits;
      this.end[this.openSlot] = end;
      return end;
    }
    this.openSlot = this.count;
    this.push(SLOT, start, end, SLOT_HASH);
    this.types[this.openSlot] = bits;
    return end;
  }

  /** A token that begins with a mark: a path, a signed number, a pseudonym, an address, or a run of the same mark. */
  private mark(at: number, code: number, first: number): number {
    if (first === INNER) {
      const wordStart = startOfWord(this.text, at, this.stop, code);
      if (wordStart >= 0) return this.wordAt(at, wordStart, first);
    } else if (code === LESS_THAN || code === COLON) {
      const scan = code === COLON ? scanColonRun : scanPseudonym;
      const found = scan(this.text, at, this.stop);
      if (found !== null) {
        if (code === LESS_THAN) this.reopenSlotOfWord();
        return this.pushSlot(at, found.end, found.types);
      }
      const below = code === LESS_THAN ? scanBelow(this.text, at, this.stop) : null;
      if (below !== null) return this.pushSlot(at, below.end, below.types);
    }
    let next = at + 1;
    let hash = Math.imul(SEED ^ code, FNV);
    while (next < this.stop && this.text.charCodeAt(next) === code) {
      hash = Math.imul(hash ^ code, FNV);
      next++;
    }
    if (!isSeparator(code)) this.openSlot = -1;
    this.push(PUNCTUATION, at, next, hash);
    return next;
  }

  /** A pseudonym that ends a word (`package~~<ip-…>`) is part of it, as the masked value was. */
  private reopenSlotOfWord(): void {
    const mark = this.count - 1;
    if (mark < 1 || this.spaceBefore === 1 || this.space[mark] === 1) return;
    if (this.kind[mark] !== PUNCTUATION || this.kind[mark - 1] !== SLOT) return;
    if (classOf(this.text.charCodeAt(this.start[mark]!)) === INNER) this.openSlot = mark - 1;
  }

  /** The word that begins at `start`; its letters begin at `scanFrom`, after a sign, slash or dot. */
  private wordAt(start: number, scanFrom: number, first: number): number {
    const text = this.text;
    if (first === DIGIT || first === HEX_LETTER) {
      const run = scanColonRun(text, start, this.stop);
      if (run !== null) return this.pushSlot(start, run.end, run.types);
    }
    let classes = scanFrom > start ? 1 << INNER : 0;
    let hash = SEED;
    let at = scanFrom;
    for (; at < this.stop; at++) {
      const code = text.charCodeAt(at);
      const kind = classOf(code);
      if (kind === SPACE || kind === DELIMITER) break;
      classes |= 1 << kind;
      hash = Math.imul(hash ^ code, FNV);
    }
    if ((classes & COMPLEX) !== 0) return this.complexWord(start, at);
    return this.plainWord(start, at, hash, classes);
  }

  private plainWord(start: number, end: number, hash: number, classes: number): number {
    const text = this.text;
    const length = end - start;
    if (length <= 9 && length >= 3 && SPECIAL_FIRST.has(text.charCodeAt(start))) {
      const bits = SPECIAL_WORDS.get(text.slice(start, end));
      if (bits !== undefined) return this.pushSlot(start, end, bits);
    }
    if (length === 3 && isDateWord(text, start, end, this.stop, this.openSlot >= 0)) {
      return this.pushSlot(start, end, TIME);
    }
    if (length >= HEX_WORD_LENGTH && classes === 1 << HEX_LETTER) return this.pushSlot(start, end, HEX);
    if (end < this.stop && text.charCodeAt(end) === COLON) {
      const drive = length === 1 ? scanDrivePath(text, end, this.stop) : -1;
      if (drive >= 0) return this.pushSlot(start, drive, PATH);
      const url = scanUrl(text, start, end, this.stop);
      if (url !== null) return this.pushSlot(start, url.end, url.types);
    }
    this.openSlot = -1;
    this.push(WORD, start, end, hash);
    return end;
  }

  private complexWord(start: number, scanned: number): number {
    const end = trimmedEnd(this.text, start, scanned);
    if (end - start === STATUS_LENGTH && this.status === NO_STATUS)
      this.status = statusAt(this.text, this.begin, start);
    analyseWord(this.text, start, end, this.word);
    if (this.word.types !== 0) return this.pushSlot(start, end, this.word.types);
    if (end < this.stop && this.text.charCodeAt(end) === COLON) {
      const url = scanUrl(this.text, start, end, this.stop);
      if (url !== null) return this.pushSlot(start, url.end, url.types);
      const port = endOfPort(this.text, start, end, this.stop);
      if (port >= 0) return this.pushSlot(start, port, HOST);
    }
    this.openSlot = -1;
    this.push(MIXED, start, end, this.word.hash);
    this.soft[this.count - 1] = this.word.soft;
    return end;
  }
}
