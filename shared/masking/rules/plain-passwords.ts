import { flagsOf } from '../characters.ts';
import { STRENGTH } from '../finding.ts';
import { type Anchor, report, type Scan } from '../scan.ts';
import { beginsWord } from './field-form.ts';
import { PASSWORD_INITIALS, PASSWORD_KEYWORDS, PASSWORD_LABELS } from './password-labels.ts';
import { isSaidOfPasswords } from './password-kinds.ts';
import { mayBeStated } from './said-openings.ts';
import { isPlaceholder } from './secret-values.ts';
import { HAPPENS } from './spoken-passwords.ts';
import { madeOnce } from './made-once.ts';

const LABEL = `(?:password|passphrase|passcode|passwort|kennwort|pwd?|${PASSWORD_LABELS})`;
const IS = '(?:is|was|ist|war|lautet|est|es|é|è|jest)(?: now| jetzt)?';
/** Groups: what stands between, the quote, the first word. */
const SENTENCE = madeOnce(
  () =>
    new RegExp(
      `${LABEL}(?: (?:for|of|to|für|pour|para|per|voor) [^\\n:.="']{1,40}?)? ?(${IS}(?::|(?!\\p{L}))|to\\b|(?=[:=] ?["']))[:=]? ?(\\\\{0,2}["'\`“„«])?(\\p{L}(?:[\\p{L}-]|['’](?=\\p{L})){3,63})`,
      'iuy',
    ),
);
/** The other words of a phrase. */
const MORE = /(?: \p{L}{2,20}){1,11}/uy;
/** Where a clause ends. */
const CLAUSE_ENDS =
  /^[.;!)]*(?:["'`”“»\])}]*(?:\s*$|[\r\n<]|\\[nr]|["'][,}\]])|,|[.;!] |["'`”“»] | \(| (?:and|but|und|et|y|e)\b)/;
/** Whose password it is. */
const OWNER = /(?:^|[^\p{L}\d])(?:my|our|mein|unser|mon|notre|mi|nuestra|minha|nossa|mijn|moje)$/iu;
const ACCOUNT_BEFORE =
  /\b(?:log ?in|logged in|user(?: ?name)?|account)\b[^.\n:]{1,40}(?:,|and|mit|with) (?:the |his |her |their )?$/i;
const CHANGED = /\b(?:set|changed?|reset|updated?) (?:my|our)(?: \p{L}{1,16})? $/iu;
const JOINS_ACCOUNT = /(?:,|and|mit|with) (?:the |his |her |their )?$/i;
const LONGEST_JOINING = 11;
/** Code is moved and renamed to a place, a password is not. */
const CHANGES =
  /\b(?:set(?:s|ting)?|chang(?:es?|ed|ing)|reset(?:s|ting)?|updat(?:es?|ed|ing)|rotat(?:es?|ed|ing)|switch(?:es|ed|ing)?|ma(?:de|ke)|defaults?)\b[^.\n]{0,40}$/i;
const PHRASE = /^pass ?phrase/i;
const BEGINS = /(?:^|[\n"'>]|[:-] )$/;
const LONGEST_LABEL = 12;
const REACH = 64;

/** What is said of passwords, beside what ends as such words do. */
const SAID = new Set(
  'abcd private late sole wide complete incomplete immediate appropriate accurate inaccurate duplicate inadequate adequate separate alternate dirty complex complexe unsure newer older safer smaller bigger higher lower easier harder stricter either neither however server user number order under about above again anything available back below better blank both broken called case changing common correct crap dead default different due early easy either empty enough everything exact expire fake false fine first five following forgotten four free from garbage generic given gone good great half hard here hidden high identical immutable cache bottleneck in incorrect inside instead insecure internal invalid just kept known last later least less like long longer lost match maybe missing more most much near never next nine none nonsense not nothing null obsolete obvious off okay old once only open optional other ours out outside over part plain plaintext poor present pretty prompt public public quite random rather rather ready real redundant required right rotten safe same sane secret secure sent seven short shorter shown simple simply six something soon sound standard stale still stolen strong stronger stuck stupid such sure taken temporary ten terrible that their then there these this three through too trash trivial true twice two under unique unknown unset unsafe until upper useless vague valid very void weak weaker whatever what when where which with within without worse wrong written yours zero abgelaufen anders falsch gleich immer jetzt kaputt kein keine korrekt kurz lang leer nicht noch nur schon schwach sehr sicher stark unbekannt ungültig vergessen weg wieder zu aussi bon bonne court courte dans différent faible faux fausse forte jamais la le long longue mauvais mauvaise même pas perdu plus toujours trop vide algo algún aquí bien buena bueno clara corta corto débil demasiado distinta en esta esto falsa falso fuerte igual incorrecta inválida la larga largo mala malo misma mismo muito muy nada no nueva nula para perdida por segura seguro sempre siempre sin solo tan también toda una unica vacía bom boa certa curta diferente em errada errado fraca longa mesma mesmo nova outra outro qual sua uma único vazia breve corretta diversa errata forte giusta lunga nella sbagliata sempre stessa troppo uguale vuota'.split(
    ' ',
  ),
);
const ENDS_SAID =
  /(?:ed|ing|able|ible|ly|less|ful|ive|ous|ic|ent|ant|al|ary|ish|own|case|ado|ada|idos?|idas?|é(?:e|s|es)?|ato|ata|ito|ita|uto|uta|oria|aria|ória|ária|iert|tlich|bar|los|tory|cta|cto|ura|uro|eta|eto|[íi]cil|[áaíi]vel)$/iu;
const LONGEST_ENDING = 6;
const PARTICIPLE = /^(?:ver|ge|ont)\p{L}{3,}(?:en|d|t)$/iu;
const FUNCTION_WORD =
  /(?:^| )(?:is|are|was|the|an?|of|for|to|in|on|at|by|and|or|not|no|your|my|our|it|that|this|with|from|as|be|been|must|should|will|can|cannot|we|you|they|he|she|has|have|had|but|if|when|then|than|so|too|very|here|there|please|only|several|words|characters|disk)(?= |$)/i;
const FEWEST_WORDS = 3;

/** ` pw is`: two letters stand in too many words to be looked at without the verb. */
const SHORT_LABELS = [' pw is ', ' pw was ', ' pwd is ', ' pwd was '];

/** `My password is wonderland`: plain words, where a sentence cannot go on otherwise. */
export const plainPasswordAnchors: readonly Anchor[] = [
  ...['password', 'passphrase', 'passcode', 'passwort', 'kennwort'].map((keyword) => ({
    keyword,
    detect: detectStated,
  })),
  ...PASSWORD_KEYWORDS.map((keyword) => ({
    keyword,
    initials: PASSWORD_INITIALS,
    detect: detectStated,
  })),
  ...SHORT_LABELS.map((keyword) => ({
    keyword,
    detect: (scan: Scan, start: number) => {
      detectPlain(scan, start + 1);
    },
  })),
];

function detectStated(scan: Scan, start: number, end: number): void {
  if (mayBeStated(scan, start, end)) detectPlain(scan, start);
}

function detectPlain(scan: Scan, start: number): void {
  if (start < scan.labelledTo || !beginsWord(scan, start)) return;
  const { text } = scan;
  const sentence = SENTENCE();
  sentence.lastIndex = start;
  const match = sentence.exec(text);
  if (match === null) return;
  const [all, verb = '', quote = '', word = ''] = match;
  const label = text.slice(start, start + LONGEST_LABEL);
  const isPhrase = PHRASE.test(label);
  const valueStart = start + all.length - word.length;
  const said: Said = {
    before: text.slice(Math.max(0, start - REACH), start),
    isPhrase,
    verb: verb.toLowerCase(),
    isQuoted: quote !== '',
    word,
    more: isPhrase || quote !== '' ? moreAt(text, valueStart + word.length) : '',
    after: text.slice(valueStart + word.length, valueStart + word.length + REACH),
  };
  const length = said.isQuoted ? quotedLength(said, quote) : plainLength(said);
  if (length === 0) return;
  scan.labelledTo = valueStart + length;
  report(scan, valueStart, valueStart + length, 'secret', STRENGTH.context, 'password-in-sentence');
}

function moreAt(text: string, end: number): string {
  MORE.lastIndex = end;
  return MORE.exec(text)?.[0] ?? '';
}

interface Said {
  readonly before: string;
  readonly isPhrase: boolean;
  readonly verb: string;
  readonly isQuoted: boolean;
  readonly word: string;
  readonly more: string;
  readonly after: string;
}

/** How much of what stands in quotes is the password: one word, or a phrase. */
function quotedLength({ before, isPhrase, verb, word, more, after }: Said, quote: string): number {
  const mark = CLOSING.get(quote.slice(-1)) ?? quote.slice(-1);
  if (verb === 'to' && !CHANGES.test(before)) return 0;
  if (more === '')
    return verb !== '' && after.startsWith(quote.slice(0, -1) + mark) && isPlain(word) ? word.length : 0;
  const phrase = word + more;
  const ends = after.slice(more.length).startsWith(quote.slice(0, -1) + mark);
  return isPhrase && ends && isPhraseOf(phrase) ? phrase.length : 0;
}

const CLOSING = new Map([
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
]);

function isPhraseOf(phrase: string): boolean {
  return phrase.split(' ').length >= FEWEST_WORDS && !FUNCTION_WORD.test(phrase);
}

/** The same without quotes: it must be clear whose password it is, or a colon must say so, and the clause must end. */
function plainLength({ before, isPhrase, verb, word, more, after }: Said): number {
  if (isPhrase && verb !== 'to') {
    const phrase = word + more;
    if (isPhraseOf(phrase) && CLAUSE_ENDS.test(after.slice(more.length)) && isOwned(before))
      return phrase.length;
  }
  if (verb === '' || !CLAUSE_ENDS.test(after)) return 0;
  const isTold = verb.endsWith(':') || verb.endsWith(' now') || verb.endsWith(' jetzt');
  // German writes nouns with a capital, and says of passwords what is none.
  if (!isTold && /^(?:ist|war|lautet)/.test(verb) && !/^\p{Lu}/u.test(word)) return 0;
  const isSaid =
    verb === 'to'
      ? CHANGED.test(before)
      : isTold || isOwned(before) || isOfAccount(before) || (isPhrase && BEGINS.test(before));
  return isSaid && isPlain(word) ? word.length : 0;
}

/** Whether the words before say whose it is, two words before it at the most. Read back word by word: it is asked at every label. */
function isOwned(before: string): boolean {
  let end = before.length - 1;
  if (before.charCodeAt(end) !== BLANK) return false;
  for (let each = 0; each <= MOST_WORDS_BETWEEN; each++) {
    let start = end;
    while (start > 0 && end - start <= LONGEST_WORD_BETWEEN && before.charCodeAt(start - 1) !== BLANK)
      start--;
    const word = before.slice(start, end);
    if (ENDS_OWNER[word.charCodeAt(word.length - 1)] === true && OWNER.test(word)) return true;
    if (start === 0 || word.length > LONGEST_WORD_BETWEEN || !LETTERS.test(word)) return false;
    end = start - 1;
  }
  return false;
}

/** The last letters of those words. */
const ENDS_OWNER = flagsOf(/[aeinryAEINRY]/);
const BLANK = 0x20;
const MOST_WORDS_BETWEEN = 2;
const LONGEST_WORD_BETWEEN = 16;
const LETTERS = /^\p{L}+$/u;

function isOfAccount(before: string): boolean {
  return JOINS_ACCOUNT.test(before.slice(-LONGEST_JOINING)) && ACCOUNT_BEFORE.test(before);
}

/** A word that nobody says of a password. */
function isPlain(word: string): boolean {
  if (word.length < SHORTEST || SAID.has(word.toLowerCase())) return false;
  if (isPlaceholder(word) || isSaidOfPasswords(word) || HAPPENS.test(word)) return false;
  return !ENDS_SAID.test(word.slice(-LONGEST_ENDING)) && !PARTICIPLE.test(word);
}

const SHORTEST = 5;
