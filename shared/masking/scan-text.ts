import { buildAnchorAutomaton, CLASS_BITS, UNKNOWN } from './anchor-automaton.ts';
import { byInitial } from './by-initial.ts';
import { ALNUM, KIND, LETTER, LOWER, UPPER, withBytesOf } from './characters.ts';
import { type Finding } from './finding.ts';
import { pseudonymEndIn } from './pseudonyms.ts';
import { type Anchor, NO_WORD, type Scan, type WordsBeside } from './scan.ts';
import { accountAnchors } from './rules/accounts.ts';
import { addressAnchors } from './rules/addresses.ts';
import { argumentAnchors } from './rules/yaml-arguments.ts';
import { azureAnchors } from './rules/azure.ts';
import { birthAnchors } from './rules/births.ts';
import { credentialAnchors } from './rules/credentials.ts';
import { cookieAnchors } from './rules/cookies.ts';
import { coordinateAnchors } from './rules/coordinates.ts';
import { commandAnchors } from './rules/command-secrets.ts';
import { configurationAnchors } from './rules/configuration-files.ts';
import { careAnchors } from './rules/care-forms.ts';
import { careNumberAnchors } from './rules/care-numbers.ts';
import { contextAnchors } from './rules/context.ts';
import { documentAnchors } from './rules/document-numbers.ts';
import { emailAnchors } from './rules/email.ts';
import { detectBase64, percentAnchors } from './rules/encoded.ts';
import { fhirAnchors } from './rules/fhir.ts';
import { fieldAnchors } from './rules/fields.ts';
import { hl7Anchors } from './rules/hl7.ts';
import { detectIban } from './rules/iban.ts';
import { identityLabelAnchors } from './rules/identity-labels.ts';
import { judgeLetteredId } from './rules/identity-numbers.ts';
import { keyValueAnchors } from './rules/key-values.ts';
import { labelledPeopleAnchors } from './rules/labelled-people.ts';
import { labelledPaperAnchors } from './rules/labelled-papers.ts';
import { loginParameterAnchors } from './rules/login-parameters.ts';
import { manifestAnchors } from './rules/manifests.ts';
import { foreignNameAnchors } from './rules/names-in-prose.ts';
import { detectBehindSign, networkAnchors } from './rules/network.ts';
import { isNumberAlone } from './rules/number-alone.ts';
import { detectNumber } from './rules/numbers.ts';
import { peopleElementAnchors } from './rules/people-elements.ts';
import { peopleQueryAnchors } from './rules/people-queries.ts';
import { personAnchors } from './rules/persons.ts';
import { detectPgpass, pgpassAnchors } from './rules/pgpass.ts';
import { detectPhone } from './rules/phones.ts';
import { plainPasswordAnchors } from './rules/plain-passwords.ts';
import { privateKeyAnchors } from './rules/private-keys.ts';
import { detectRandomWord, SHORTEST_RANDOM } from './rules/random-words.ts';
import { sessionUserAnchors } from './rules/session-users.ts';
import { spelledEmailAnchors } from './rules/spelled-email.ts';
import { sqlInsertAnchors } from './rules/sql-insert.ts';
import { rejectedValues } from './rules/rejected-values.ts';
import { spokenPasswordAnchors } from './rules/spoken-passwords.ts';
import { tokenAnchors } from './rules/tokens.ts';
import { urlPeopleAnchors } from './rules/url-people.ts';
import { walletAnchors } from './rules/wallets.ts';
import { webhookAnchors } from './rules/webhooks.ts';

const LONGEST_WORD = 512;
const LINE_BREAK = 0x0a;
const SHORTEST_IBAN = 15;
const SHORTEST_WRAPPED = 16;
const WORD_REACH = 72;
const LONGEST_ID_WORD = 20;

const NO_WORDS: WordsBeside = { at: -1, text: '' };

/** Joined by `flat`: spreading three thousand of them takes a millisecond of the start. */
const ANCHORS: readonly Anchor[] = [
  emailAnchors,
  spelledEmailAnchors,
  networkAnchors,
  privateKeyAnchors,
  credentialAnchors,
  tokenAnchors,
  keyValueAnchors,
  manifestAnchors,
  cookieAnchors,
  webhookAnchors,
  walletAnchors,
  azureAnchors,
  contextAnchors,
  fieldAnchors,
  birthAnchors,
  coordinateAnchors,
  accountAnchors,
  sessionUserAnchors,
  loginParameterAnchors,
  documentAnchors,
  labelledPaperAnchors,
  hl7Anchors,
  fhirAnchors,
  careAnchors,
  careNumberAnchors,
  identityLabelAnchors,
  commandAnchors,
  configurationAnchors,
  pgpassAnchors,
  rejectedValues,
  spokenPasswordAnchors,
  plainPasswordAnchors,
  sqlInsertAnchors,
  urlPeopleAnchors,
  personAnchors,
  labelledPeopleAnchors,
  peopleElementAnchors,
  peopleQueryAnchors,
  foreignNameAnchors,
  addressAnchors,
  percentAnchors((text) => scanText(text, false, true)),
  argumentAnchors((text) => scanText(text, false, true)),
  [{ keyword: '<', detect: passPseudonym }],
].flat();

/** What arms the rules: what an input is made of that means to keep them busy. */
export const ANCHOR_KEYWORDS: readonly string[] = ANCHORS.map((anchor) => anchor.keyword);
const AUTOMATON = buildAnchorAutomaton(byInitial(ANCHORS));

/**
 * Findings of every rule, unsorted and overlapping; one pass over the text, linear in its length. `mayBeAlone` allows
 * to take a text of nothing but digits for an identity number: not so for a field of a document, which may hold a
 * measurement, nor for a part of a longer text.
 */
export function scanText(text: string, mayBeAlone = true, isDecoded = false): Finding[] {
  return withBytesOf(text, (bytes) => scanBytes(text, bytes, mayBeAlone, isDecoded));
}

function scanBytes(text: string, bytes: Uint8Array, mayBeAlone: boolean, isDecoded: boolean): Finding[] {
  const scan: Scan = {
    text,
    bytes,
    findings: [],
    judgedKeysTo: 0,
    judgedWordsTo: 0,
    userInfoEnd: -1,
    tokenTo: 0,
    labelledTo: 0,
    cookiesTo: 0,
    tokenRuns: null,
    resumeAt: 0,
    rowAt: { start: -1, end: 0, digits: 0, lengths: 0 },
    digitsTo: NO_WORD,
    decodedTo: isDecoded ? Infinity : 0,
    argumentsTo: 0,
    namesTo: 0,
    unwrappedTo: isDecoded ? Infinity : 0,
    wordAt: { card: NO_WORD, identity: NO_WORD, package: NO_WORD, phone: NO_WORD },
    fieldsJudgedTo: null,
    before: NO_WORDS,
    after: NO_WORDS,
    accountAt: { last: NO_WORD, next: -1 },
    optionsAt: null,
    lessAt: { from: 0, at: -1 },
    elementTo: -1,
    isAlone: mayBeAlone && isNumberAlone(text),
  };
  const { table, classOf, root, firstPlain, digitState, outputs, entersAtDigit, capitalBehind } = AUTOMATON;
  const { length } = bytes;
  let state = root;
  let index = 0;
  let judgedDigitsTo = 0;
  for (;;) {
    let next = firstPlain;
    // Nothing is called in here, so that what the loop reads stays in registers.
    while (index < length) {
      next = table[(state << CLASS_BITS) | classOf[bytes[index]!]!]!;
      index++;
      if (next < firstPlain) break;
      state = next;
    }
    if (next >= firstPlain) return scan.findings;
    state = next === UNKNOWN ? AUTOMATON.follow(state, classOf[bytes[index - 1]!]!) : next;
    if (state >= firstPlain) continue;
    if (state === digitState) {
      if (index > judgedDigitsTo) judgedDigitsTo = detectAtDigit(scan, index - 1);
      index = Math.max(index, judgedDigitsTo);
      scan.digitsTo = index;
      state = root;
      continue;
    }
    const back = capitalBehind[state]!;
    if (back > 0 && (KIND[bytes[index - back]!]! & UPPER) === 0) continue;
    const armed = outputs[state]!;
    for (let each = 0; each < armed.length; each++) {
      const anchor = armed[each]!;
      anchor.detect(scan, index - anchor.keyword.length, index);
    }
    if (scan.resumeAt > index) {
      index = scan.resumeAt;
      scan.digitsTo = index;
      state = root;
      continue;
    }
    // A digit that belongs to a keyword may begin a number all the same; the keyword goes on being matched.
    if (entersAtDigit[state]!) {
      if (index > judgedDigitsTo) judgedDigitsTo = detectAtDigit(scan, index - 1);
      scan.digitsTo = Math.max(index, judgedDigitsTo);
    }
  }
}

/** Judges the number or the mixed word that a digit begins; returns where to go on. */
function detectAtDigit(scan: Scan, at: number): number {
  const { bytes } = scan;
  const { length } = bytes;
  let end = at + 1;
  while (end < length && (bytes[end]! - ZERO) >>> 0 < 10) end++;
  const before = at > 0 ? bytes[at - 1]! : 0;
  const behind = end < length ? bytes[end]! : 0;
  if (((KIND[before]! | KIND[behind]!) & LETTER) === 0) {
    // Groups of digits without a letter have the same sign at either side in each form that begins with a sign.
    if (before === behind && IS_SIGN[before]! !== 0) {
      detectBehindSign(scan, at);
      detectPgpass(scan, at, end);
    }
    return detectNumber(scan, at, end);
  }
  detectBehindSign(scan, at);
  if (at < scan.judgedWordsTo) return end;
  scan.judgedWordsTo = judgeWord(scan, at);
  return end;
}

const ZERO = 0x30;
/** `:`, `.`, `-` */
const IS_SIGN = Uint8Array.from({ length: 256 }, (_, code) =>
  code === 0x3a || code === 0x2e || code === 0x2d ? 1 : 0,
);

/** Judges the word of letters and digits around an index; returns its end. */
function judgeWord(scan: Scan, at: number): number {
  const { bytes } = scan;
  let kinds = 0;
  let start = at;
  // What was judged before is not looked at again, however long the word.
  const lowest = Math.max(scan.judgedWordsTo, at - LONGEST_WORD);
  while (start > lowest && (KIND[bytes[start - 1]!]! & ALNUM) !== 0) {
    start--;
    kinds |= KIND[bytes[start]!]!;
  }
  let end = at;
  while (end < bytes.length && end - start < LONGEST_WORD && (KIND[bytes[end]!]! & ALNUM) !== 0) {
    kinds |= KIND[bytes[end]!]!;
    end++;
  }
  // At the start of a line its name can only stand behind it.
  const beginsLine = start === 0 || bytes[start - 1] === LINE_BREAK;
  const isNamed = scan.isAlone || beginsLine || start - scan.wordAt.identity <= WORD_REACH;
  if (isOrdinary(scan, start, end, kinds, isNamed)) return end;
  if (at - start === 2 && ((kinds & LOWER) === 0 || end - start >= SHORTEST_IBAN)) detectIban(scan, start);
  if (at === start && mayBeginPhone(bytes[at - 1]) && detectPhone(scan, at) > 0) return end;
  // Identity numbers are written in capitals; in lower case only their name tells.
  if (((kinds & LOWER) === 0 || isNamed) && end - start <= LONGEST_ID_WORD) judgeLetteredId(scan, start, end);
  if (
    end - start >= SHORTEST_WRAPPED &&
    (kinds & LOWER) !== 0 &&
    (kinds & UPPER) !== 0 &&
    start >= scan.unwrappedTo
  ) {
    detectBase64(scan, at, scanUnwrapped);
  }
  return mayBeRandom(bytes, start, end) ? Math.max(end, detectRandomWord(scan, at)) : end;
}

/** Alone, a short word is not random enough for any rule. */
function mayBeRandom(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= SHORTEST_RANDOM || isTying(bytes[start - 1]) || isTying(bytes[end]);
}

/** Words that no rule could take for anything, which are most: `0x7ffdf1a2`, and short ones that nothing is tied to. */
function isOrdinary({ bytes }: Scan, start: number, end: number, kinds: number, isNamed: boolean): boolean {
  const length = end - start;
  if (length <= LONGEST_ADDRESS && length > 2 && bytes[start] === 0x30 && bytes[start + 1] === 0x78) {
    return !isTying(bytes[start - 1]) && !isTying(bytes[end]);
  }
  if (length >= SHORTEST_ID_WORD || (kinds & LOWER) === 0 || isNamed) return false;
  return !isTying(bytes[start - 1]) && !isTying(bytes[end]) && !mayBeginPhone(bytes[start - 1]);
}

const LONGEST_ADDRESS = 18;
const SHORTEST_ID_WORD = 7;

/** Signs that join words to a token. */
function isTying(code: number | undefined): boolean {
  return code === 0x2d || code === 0x5f || code === 0x2b;
}

function scanUnwrapped(text: string): readonly Finding[] {
  return scanText(text, false, true);
}

/** A number with an extension (`800-123-4567x532`) looks like a word; it begins behind a plus, a bracket or a blank. */
function mayBeginPhone(before: number | undefined): boolean {
  return before === 0x2b || before === 0x28;
}

/** What is inside of a pseudonym is no word of the text. */
function passPseudonym(scan: Scan, start: number): void {
  const end = pseudonymEndIn(scan.bytes, start);
  if (end > 0) scan.resumeAt = end;
}
