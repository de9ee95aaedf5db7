import { MIXED, SLOT } from './lexer.ts';
import { METHODS, type Unit } from './shape-units.ts';

/** The values that one place has in a set of shapes, and what stands beside it. */
export interface Column {
  readonly values: readonly { readonly unit: Unit; readonly count: number }[];
  readonly before: Unit | undefined;
  readonly beforeThat: Unit | undefined;
  readonly after: Unit | undefined;
  /** Words that are the same in all the shapes. */
  readonly fixedWords: number;
}

/** Share of lines whose value was seen once (Good and Turing's estimate of unseen values) that makes a set open. */
const OPEN_SHARE = 0.3;
/** Below this many fixed words, two messages have little in common: a variable needs more values to show. */
const FEWEST_FIXED_WORDS = 2;
const FACTOR_FOR_SHORT = 2;
/** From this many fixed words on, a name in front of the rest is no longer what the message is about. */
const LONG_MESSAGE = 10;

/** How many different values make a variable, by what they look like: [a closed set, an open one]. */
const NEEDED = { states: [10, 6], names: [5, 3], words: [6, 4] } as const;
const NEEDED_AFTER_EQUALS = 3;
const NEEDED_IN_QUOTES = 3;
const QUOTES = new Set(['"', "'"]);
/** The subject of a message and the name of a key or function are fixed more often than not. */
const EXTRA_FOR_KEY = 2;
const EXTRA_FOR_LEAD = 4;

/** Nouns that announce somebody's or something's name. */
const ANNOUNCING = new Set([
  ...[
    'user',
    'username',
    'account',
    'host',
    'hostname',
    'domain',
    'class',
    'file',
    'queue',
    'topic',
    'table',
  ],
  ...['pod', 'namespace', 'container', 'image'],
]);

/** What somebody has or does whose name follows: `password for root`, `authentication failures for guest`. */
const GIVEN_TO = new Set(
  'password passwords publickey credentials login logins logon failure failures authentication access permission permissions'.split(
    ' ',
  ),
);

/** Names of what systemd manages: `orders.service: Main process exited`. */
const UNIT =
  /^[\w@.\-\\:<*>]{1,200}\.(?:service|scope|timer|socket|mount|automount|slice|swap|path|device|target)$/;

/**
 * Whether the different values of one place are a variable and not different messages. Values that look variable in
 * some lines, or follow a noun such as `user`, need no more proof; words must be several, more of them when they are
 * states (`LEADING`), fewer when new ones keep coming. Measured on eight systems; the figures hardly move with any one
 * of the constants.
 */
export function isVariableColumn(column: Column): boolean {
  if (column.fixedWords >= FEWEST_FIXED_WORDS && column.values.every(({ unit }) => UNIT.test(unit.text)))
    return true;
  const needed = neededValues(column) + positionPenalty(column);
  if (column.fixedWords >= FEWEST_FIXED_WORDS) return column.values.length >= needed;
  return column.fixedWords > 0 && column.values.length >= FACTOR_FOR_SHORT * needed;
}

function neededValues(column: Column): number {
  const { values, before } = column;
  if (values.some(({ unit }) => unit.kind === SLOT || unit.text.includes('<*>'))) return 2;
  if (values.every(({ unit }) => METHODS.has(unit.text))) return Infinity;
  if (before !== undefined && ANNOUNCING.has(before.text.toLowerCase())) return 2;
  if (before?.text === 'for' && GIVEN_TO.has(column.beforeThat?.text.toLowerCase() ?? '')) return 2;
  if (before?.text === '=') return NEEDED_AFTER_EQUALS;
  const needed = NEEDED[kindOfValues(column)][isOpen(column) ? 1 : 0];
  return before !== undefined && (QUOTES.has(before.text) || METHODS.has(before.text))
    ? Math.min(needed, NEEDED_IN_QUOTES)
    : needed;
}

function positionPenalty(column: Column): number {
  if (column.fixedWords >= LONG_MESSAGE) return 0;
  const { before, after } = column;
  const isKey = after !== undefined && after.space === 0 && ['=', '(', ':'].includes(after.text);
  return (isKey ? EXTRA_FOR_KEY : 0) + (before === undefined ? EXTRA_FOR_LEAD : 0);
}

function isOpen(column: Column): boolean {
  const total = column.values.reduce((sum, value) => sum + value.count, 0);
  const once = column.values.filter((value) => value.count === 1).length;
  return once >= OPEN_SHARE * total;
}

function kindOfValues(column: Column): keyof typeof NEEDED {
  const half = column.values.length / 2;
  if (column.values.filter(({ unit }) => /^[A-Z][A-Z_]+$/.test(unit.text)).length > half) return 'states';
  return column.values.filter(({ unit }) => isName(unit)).length > half ? 'names' : 'words';
}

/** Identifiers rather than words: dotted, underscored, in mixed case, with digits. */
function isName(unit: Unit): boolean {
  return unit.kind === MIXED || /[._\-\d]|[a-z][A-Z]/.test(unit.text);
}
