import { PermanentError } from '../errors/pipeline-error.ts';

/** A set of code units: a table for ASCII, the rest by a list or, for negated sets, by its absence from it. */
export interface CharacterSet {
  readonly ascii: Readonly<Uint8Array>;
  readonly listed: ReadonlySet<number>;
  readonly isNegated: boolean;
}

export type Expression =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly name: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly options: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly part: Expression; readonly least: number; readonly most: number };

const MOST_REPEATS = 1000;
const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const CLASSES: Readonly<Record<string, string>> = { d: DIGITS, w: `${LETTERS}${DIGITS}_`, s: ' \t\r\n\f\v' };
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v' };

/**
 * Reads the part of JavaScript's expressions that an automaton can run: sets, groups, choices, repeats, `^ $ \b`. What
 * needs backtracking (look-around, back references) is refused.
 * @throws PermanentError MASKING_RULE_INVALID with the place of the fault.
 */
export function parseExpression(source: string, ignoreCase: boolean): Expression {
  const reader: Reader = { source, ignoreCase, index: 0 };
  const expression = parseChoice(reader);
  if (reader.index < source.length) fail(reader, 'a closing bracket without its start');
  return expression;
}

interface Reader {
  readonly source: string;
  readonly ignoreCase: boolean;
  index: number;
}

function fail(reader: Reader, what: string): never {
  throw new PermanentError(
    'MASKING_RULE_INVALID',
    `The pattern "${reader.source}" cannot be used: ${what} at position ${reader.index}.`,
  );
}

function parseChoice(reader: Reader): Expression {
  const options = [parseSequence(reader)];
  while (reader.source.charAt(reader.index) === '|') {
    reader.index++;
    options.push(parseSequence(reader));
  }
  return options.length === 1 ? options[0]! : { kind: 'choice', options };
}

function parseSequence(reader: Reader): Expression {
  const parts: Expression[] = [];
  while (
    reader.index < reader.source.length &&
    reader.source.charAt(reader.index) !== '|' &&
    reader.source.charAt(reader.index) !== ')'
  ) {
    parts.push(parseRepeats(reader, parseAtom(reader)));
  }
  return { kind: 'sequence', parts };
}

function parseRepeats(reader: Reader, part: Expression): Expression {
  const sign = reader.source.charAt(reader.index);
  if (sign !== '?' && sign !== '*' && sign !== '+' && sign !== '{') return part;
  const [least, most] =
    sign === '{' ? parseCounts(reader) : [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity];
  if (sign !== '{') reader.index++;
  // The longest match counts, so lazy repeats mean the same.
  if (reader.source.charAt(reader.index) === '?') reader.index++;
  return { kind: 'repeat', part, least, most };
}

function parseCounts(reader: Reader): [number, number] {
  const match = /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(reader.source.slice(reader.index));
  if (match === null) return fail(reader, 'a repeat without numbers');
  const least = Number(match[1]);
  const most = match[2] === '' ? least : match[3] === '' ? Infinity : Number(match[3]);
  if (least > MOST_REPEATS || (most !== Infinity && (most > MOST_REPEATS || most < least)))
    fail(reader, 'a repeat out of range (0 to 1000)');
  reader.index += match[0].length;
  return [least, most];
}

function parseAtom(reader: Reader): Expression {
  const character = reader.source.charAt(reader.index);
  reader.index++;
  switch (character) {
    case '^':
      return { kind: 'assertion', name: 'start' };
    case '$':
      return { kind: 'assertion', name: 'end' };
    case '.':
      return { kind: 'set', set: setOf('\n\r', true, false) };
    case '[':
      return { kind: 'set', set: parseSet(reader) };
    case '(':
      return parseGroup(reader);
    case '\\':
      return parseEscape(reader);
    case '*':
    case '+':
    case '?':
    case '{':
      return fail(reader, 'a repeat of nothing');
    default:
      return { kind: 'set', set: setOf(character, false, reader.ignoreCase) };
  }
}

function parseGroup(reader: Reader): Expression {
  if (reader.source.startsWith('?:', reader.index)) reader.index += 2;
  else if (reader.source.charAt(reader.index) === '?') fail(reader, 'look-around or a named group');
  const inner = parseChoice(reader);
  if (reader.source.charAt(reader.index) !== ')') fail(reader, 'a group without its end');
  reader.index++;
  return inner;
}

function parseEscape(reader: Reader): Expression {
  const character = reader.source.charAt(reader.index);
  reader.index++;
  if (character === 'b') return { kind: 'assertion', name: 'boundary' };
  if (character === 'B') return { kind: 'assertion', name: 'no-boundary' };
  const members = CLASSES[character.toLowerCase()];
  if (members !== undefined)
    return { kind: 'set', set: setOf(members, character !== character.toLowerCase(), false) };
  return { kind: 'set', set: setOf(escaped(reader, character), false, reader.ignoreCase) };
}

function escaped(reader: Reader, character: string): string {
  if (character === '' || /[1-9]/.test(character))
    return fail(reader, 'a back reference or an escape of nothing');
  const control = CONTROLS[character];
  if (control !== undefined) return control;
  if (/[A-Za-z]/.test(character)) return fail(reader, `the escape \\${character}`);
  return character;
}

function parseSet(reader: Reader): CharacterSet {
  const isNegated = reader.source.charAt(reader.index) === '^';
  if (isNegated) reader.index++;
  let members = '';
  while (reader.source.charAt(reader.index) !== ']' || members === '') {
    if (reader.index >= reader.source.length) fail(reader, 'a set without its end');
    const from = parseMember(reader);
    if (
      from.length === 1 &&
      reader.source.charAt(reader.index) === '-' &&
      reader.source.charAt(reader.index + 1) !== ']'
    ) {
      reader.index++;
      members += rangeOf(reader, from, parseMember(reader));
    } else members += from;
  }
  reader.index++;
  return setOf(members, isNegated, reader.ignoreCase);
}

function parseMember(reader: Reader): string {
  const character = reader.source.charAt(reader.index);
  reader.index++;
  if (character !== '\\') return character;
  const next = reader.source.charAt(reader.index);
  reader.index++;
  return CLASSES[next] ?? escaped(reader, next);
}

function rangeOf(reader: Reader, from: string, to: string): string {
  if (to.length !== 1 || to < from || to > '\u024f') return fail(reader, 'a range that is empty or too wide');
  let members = '';
  for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) members += String.fromCharCode(code);
  return members;
}

function setOf(members: string, isNegated: boolean, ignoreCase: boolean): CharacterSet {
  const all = ignoreCase ? members.toLowerCase() + members.toUpperCase() : members;
  const ascii = new Uint8Array(128).fill(isNegated ? 1 : 0);
  const listed = new Set<number>();
  for (let index = 0; index < all.length; index++) {
    const code = all.charCodeAt(index);
    if (code < 128) ascii[code] = isNegated ? 0 : 1;
    else listed.add(code);
  }
  return { ascii, listed, isNegated };
}

/** True when the set holds the code unit. */
export function holds(set: CharacterSet, code: number): boolean {
  return code < 128 ? set.ascii[code] === 1 : set.listed.has(code) !== set.isNegated;
}
