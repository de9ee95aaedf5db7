import { ALNUM, KIND, kindAt, LETTER, LOWER, UPPER, WORD as WORD_KIND } from '../characters.ts';
import { type Anchor, type Scan } from '../scan.ts';
import { isCodeAt } from './code-fields.ts';
import { anchorsOf, type FieldForm } from './field-form.ts';
import { goesOnWith } from './goes-on-with.ts';
import { beginningsOfNames, isListedName } from './first-names.ts';
import { madeOnce } from './made-once.ts';
import { NAME_LABELS } from './name-labels.ts';
import {
  APOSTROPHE_WITHIN,
  capitalMayFollow,
  isName,
  isNoName,
  isSomebody,
  NAME,
  PARTICLE,
  SIGNED,
  TWO_WORDS,
  WORD,
} from './name-words.ts';
import { detectNameInSentence, reportName } from './names-in-prose.ts';
import { nextKeyAt } from './next-key.ts';
import { isThingOnly, namesThing } from './software-words.ts';

const FORMS: readonly FieldForm[] = [
  {
    rule: 'name-field',
    type: 'person',
    keywords: [
      'first_name',
      'firstname',
      'first name',
      'last_name',
      'lastname',
      'last name',
      'full_name',
      'fullname',
      'full name',
      'given_name',
      'givenname',
      'family_name',
      'familyname',
      'surname',
      'middle_name',
      'maiden name',
      'customer_name',
      'customername',
      'customer name',
      'patient_name',
      'patientname',
      'patient name',
      'cardholder',
      'card holder',
      'contact name',
      'contact_name',
      'employee_name',
      'employee name',
      'kontoinhaber',
      'karteninhaber',
      'nachname',
      'vorname',
    ],
    form: () =>
      new RegExp(
        `(?:(?:first|last|full|given|family|middle|maiden|customer|patient|contact|employee)[ _]?name|surname|card ?holder(?:[ _]?name)?|(?:konto|karten)inhaber(?:in)?|nachname|vorname)${SIGNED}(\\p{L}(?:[\\p{L}.-]|${APOSTROPHE_WITHIN}){1,30}(?:(?:,? |\\^)\\p{L}(?:[\\p{L}.-]|${APOSTROPHE_WITHIN}){0,30}){0,4})`,
        'iuy',
      ),
    mayMatch: goesOnWith(/[ \t"'`\\:=_nNiI]/),
    endOf: (value, { text }, from) => nextKeyAt(value, text, from),
    accepts: (value, { text }, start) =>
      !/^(?:null|none|undefined|string|text|true|false|varchar|required|missing|invalid)\b/i.test(value) &&
      !isNameOfCode(value, text, start),
  },
  {
    rule: 'title',
    type: 'person',
    keywords: ['mr. ', 'mrs. ', 'ms. ', 'dr. ', 'prof. '],
    form: () => new RegExp(`(?:Mrs?|Ms|Dr|Prof)\\. (?:Dr\\. )?(${NAME})`, 'uy'),
    mayMatch: capitalMayFollow,
    accepts: isName,
  },
  {
    rule: 'title',
    type: 'person',
    keywords: ['dr ', 'prof ', 'mr ', 'mrs ', 'ms ', 'miss ', 'herr ', 'frau ', 'mme '],
    form: () => new RegExp(`(?:Mrs?|Ms|Dr|Prof|Miss|Herr|Frau|Mme) (?:Dr\\. )?(${NAME})`, 'uy'),
    mayMatch: capitalMayFollow,
    // `Cache Miss Rate`, `Prof Memory`
    accepts: (value) => isName(value) && !namesThing(value),
  },
  {
    rule: 'name-line',
    type: 'person',
    keywords: ['name:'],
    form: () => new RegExp(`Name:[ \\t]{1,8}(${TWO_WORDS})(?=[ \\t]*(?:\\r?\\n|$))`, 'uy'),
    accepts: isName,
  },
  {
    rule: 'introduced',
    type: 'person',
    keywords: ['name is ', 'name’s ', "name's "],
    form: () => new RegExp(`[Nn]ame(?: is|['’]s) (${NAME})`, 'uy'),
    mayMatch: capitalMayFollow,
    accepts: isName,
  },
  {
    rule: 'greeting',
    type: 'person',
    keywords: ['dear ', 'regards,', 'sincerely,', 'thanks '],
    form: () =>
      new RegExp(
        `(?:Dear (?=[^\\n]{2,60}?,)|(?:[Rr]egards|[Ss]incerely|[Tt]hanks|[Cc]heers),\\n{1,2}|Thanks (?=\\p{Lu}\\p{L}+ for))(${NAME})`,
        'uy',
      ),
    mayMatch: capitalMayFollow,
    accepts: isSomebody,
  },
  {
    rule: 'said-who',
    type: 'person',
    keywords: ['this is ', 'i am ', "i'm ", 'named ', 'called '],
    form: () =>
      new RegExp(`(?:[Tt]his is|I am|I['’]m|named|called) (?:(?:Mrs?|Ms|Dr)\\.? )?(${TWO_WORDS})`, 'uy'),
    mayMatch: capitalMayFollow,
    accepts: isSomebody,
  },
  {
    rule: 'by-whom',
    type: 'person',
    keywords: [
      '-by:',
      'author:',
      'reported by ',
      'approved by ',
      'assigned to ',
      'assignee',
      'reviewed by ',
      'signed by ',
      'emergency contact',
      'committer:',
      'nurse ',
      'employee ',
      'patient ',
      'physician ',
      'doctor ',
      'user "',
      "user '",
      'invoice to ',
      'on behalf of ',
      'attn',
    ],
    form: () =>
      new RegExp(
        `(?:-by:|[Aa]uthor:|[Cc]ommitter:|(?:[Rr]eported|[Aa]pproved|[Rr]eviewed|[Ss]igned) by|[Aa]ssigned to|[Aa]ssignee:?|[Ee]mergency contact:?|[Nn]urse|[Ee]mployee|[Pp]atient|[Pp]hysician|[Dd]octor|[Uu]ser ["']|invoice to|on behalf of|[Aa]ttn:?)[ ]?(${TWO_WORDS})`,
        'uy',
      ),
    mayMatch: capitalMayFollow,
    // `user "Load Test" logged in`
    accepts: (value, { text }, start) =>
      isSomebody(value) && !(/^user ["']/i.test(text.slice(start, start + 6)) && namesThing(value)),
  },
];

/** `firstName: fc.string()`; not what stands in quotes. */
function isNameOfCode(value: string, text: string, start: number): boolean {
  const valueStart = text.indexOf(value, start + SHORTEST_LABEL);
  return !/["'`\\]/.test(text.charAt(valueStart - 1)) && isCodeAt(text, valueStart);
}

const SHORTEST_LABEL = 'surname'.length;

const FORM_ANCHORS = [...FORMS, ...NAME_LABELS].flatMap(anchorsOf);

/** Enough of a name to arm the look at all of it; whole names would make the automaton several times as large. */
const ARMING_LETTERS = 4;
const LONGEST_FIRST_NAME = 16;

/** How the names of the list begin; `anna` is armed by `ann` already. */
function armingStarts(): readonly string[] {
  const starts = beginningsOfNames(ARMING_LETTERS);
  return [...starts].filter((start) => start.length < ARMING_LETTERS || !starts.has(start.slice(0, -1)));
}

/** Names by the first word: armed by how it begins, so only words that begin as names of the list cost anything. */
const LISTED_ANCHORS: readonly Anchor[] = armingStarts().map((keyword) => ({
  keyword,
  detect: detectListed,
  isCapitalised: true,
}));

export const personAnchors: readonly Anchor[] = FORM_ANCHORS.concat(LISTED_ANCHORS);

const listed = madeOnce(
  () =>
    new RegExp(
      `${WORD}(?:[ ](?:\\p{Lu}\\.?|${PARTICLE}))?[ ]\\p{Lu}(?:\\p{Ll}|${APOSTROPHE_WITHIN}){1,24}(?:-?\\p{Lu}\\p{Ll}{1,24})?(?:[ ]\\p{Lu}\\p{Ll}{2,24})?(?![\\p{L}\\d_(])`,
      'uy',
    ),
);

/** A capital and nothing but small letters. */
function isCapitalised(bytes: Uint8Array, start: number, end: number): boolean {
  let index = start + 1;
  while (index < end && (KIND[bytes[index]!]! & LOWER) !== 0) index++;
  return index === end && end - start > 1;
}

function secondWordOf(name: string): string {
  const start = name.indexOf(' ') + 1;
  const end = name.indexOf(' ', start);
  return end < 0 ? name.slice(start) : name.slice(start, end);
}

/** `first_name=Jane Plan=gold`: the value of one field and the name of the next. */
function isKeyBehindValue(text: string, start: number, words: string): boolean {
  return text.charAt(start + words.length) === '=' && /[=^]/.test(text.charAt(start - 1));
}

/** A listed first name and a capitalised word behind it, or the name alone in a sentence. */
function detectListed(scan: Scan, start: number, armedTo: number): void {
  const { bytes, text } = scan;
  if (start < scan.namesTo || (KIND[bytes[start]!]! & UPPER) === 0) return;
  if ((kindAt(bytes, start - 1) & WORD_KIND) !== 0) return;
  let end = armedTo;
  while (end - start <= LONGEST_FIRST_NAME && (kindAt(bytes, end) & LETTER) !== 0) end++;
  if ((kindAt(bytes, end) & ALNUM) !== 0 || !isListedName(bytes, start, end)) return;
  if (bytes[end] === 0x20 && ((kindAt(bytes, end + 1) & UPPER) !== 0 || (bytes[end + 1] ?? 0) >= 0x80)) {
    const form = listed();
    form.lastIndex = start;
    const match = form.exec(text);
    const second = match === null ? '' : secondWordOf(match[0]);
    if (
      match !== null &&
      !isNoName(second) &&
      !isThingOnly(second) &&
      !isKeyBehindValue(text, start, match[0])
    ) {
      reportName(scan, start, start + match[0].length, 'first-name');
      return;
    }
  }
  if (isCapitalised(bytes, start, end)) detectNameInSentence(scan, start, end);
}
