import { buildAnchorAutomaton } from './anchor-automaton.ts';
import { ALNUM, bytesOf, DIGIT, KIND, kindAt, LETTER } from './characters.ts';
import { type Finding } from './finding.ts';
import { PSEUDONYM } from './pseudonyms.ts';
import { type Anchor, type Scan } from './scan.ts';
import { azureAnchors } from './rules/azure.ts';
import { credentialAnchors } from './rules/credentials.ts';
import { emailAnchors } from './rules/email.ts';
import { detectIban } from './rules/iban.ts';
import { keyValueAnchors } from './rules/key-values.ts';
import { networkAnchors } from './rules/network.ts';
import { detectNumber } from './rules/numbers.ts';
import { privateKeyAnchors } from './rules/private-keys.ts';
import { detectRandomWord } from './rules/random-words.ts';
import { tokenAnchors } from './rules/tokens.ts';
import { webhookAnchors } from './rules/webhooks.ts';

const LONGEST_WORD_PREFIX = 6;
const PROTECTED = 'pseudonym';

const ANCHORS: readonly Anchor[] = [
  ...emailAnchors,
  ...networkAnchors,
  ...privateKeyAnchors,
  ...credentialAnchors,
  ...tokenAnchors,
  ...keyValueAnchors,
  ...webhookAnchors,
  ...azureAnchors,
  { keyword: '<', detect: protectPseudonym },
];

const AUTOMATON = buildAnchorAutomaton(ANCHORS.map((anchor) => anchor.keyword));

/** Findings of every rule, unsorted and overlapping; one pass over the text, linear in its length. */
export function scanText(text: string): Finding[] {
  const bytes = bytesOf(text);
  const scan: Scan = { text, bytes, findings: [], judgedKeysTo: 0, judgedWordsTo: 0, userInfoEnd: -1 };
  const { table, classOf, firstSpecial, digitState, outputs, entersAtDigit } = AUTOMATON;
  let state = 0;
  let index = 0;
  let judgedDigitsTo = 0;
  while (index < bytes.length) {
    state = table[(state << 6) | classOf[bytes[index]!]!]!;
    index++;
    if (state < firstSpecial) continue;
    if (state === digitState) {
      if (index > judgedDigitsTo) judgedDigitsTo = detectAtDigit(scan, index - 1);
      index = Math.max(index, judgedDigitsTo);
      state = 0;
      continue;
    }
    const special = state - firstSpecial;
    for (const keyword of outputs[special]!) {
      const anchor = ANCHORS[keyword]!;
      anchor.detect(scan, index - anchor.keyword.length, index);
    }
    // A digit that belongs to a keyword may begin a number all the same; the keyword goes on being matched.
    if (entersAtDigit[special]! && index > judgedDigitsTo) judgedDigitsTo = detectAtDigit(scan, index - 1);
  }
  return scan.findings;
}

/** Judges the number or the mixed word that a digit begins; returns where to go on. */
function detectAtDigit(scan: Scan, at: number): number {
  const { bytes } = scan;
  if ((kindAt(bytes, at - 1) & LETTER) === 0) {
    if (at >= scan.judgedWordsTo && (kindAt(bytes, at + 1) | kindAt(bytes, at + 2)) & LETTER) {
      scan.judgedWordsTo = detectRandomWord(scan, at);
    }
    return detectNumber(scan, at);
  }
  let wordStart = at;
  while (
    wordStart > 0 &&
    at - wordStart < LONGEST_WORD_PREFIX &&
    (KIND[bytes[wordStart - 1]!]! & LETTER) !== 0
  ) {
    wordStart--;
  }
  if (at - wordStart === 2 && (kindAt(bytes, wordStart - 1) & ALNUM) === 0) detectIban(scan, wordStart);
  let end = at + 1;
  while (end < bytes.length && (KIND[bytes[end]!]! & DIGIT) !== 0) end++;
  return end;
}

/** What is masked already stays as it is: a pseudonym outranks every rule. */
function protectPseudonym(scan: Scan, start: number): void {
  PSEUDONYM.lastIndex = start;
  const match = PSEUDONYM.exec(scan.text);
  if (match === null) return;
  scan.judgedKeysTo = Math.max(scan.judgedKeysTo, start + match[0].length);
  scan.findings.push({ start, end: start + match[0].length, type: PROTECTED, strength: 99, rule: PROTECTED });
}
