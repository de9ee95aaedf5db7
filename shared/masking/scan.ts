import { type Finding } from './finding.ts';

/** One text under examination: what detectors read and where they report. */
export interface Scan {
  readonly text: string;
  /** One byte a code unit (see withBytesOf), so that indexes agree with `text`. */
  readonly bytes: Uint8Array;
  readonly findings: Finding[];
  /** Up to here key names have been judged already; detectors of the key-value layer move it forward. */
  judgedKeysTo: number;
  /** Up to here words with digits have been judged already. */
  judgedWordsTo: number;
  /** The @ that ends the user part of a URL: no e-mail address. */
  userInfoEnd: number;
  /** Up to here a token or a private key was reported; what begins inside of it is a part of it. */
  tokenTo: number;
  /** Up to here a secret was reported behind its label. */
  labelledTo: number;
  /** Up to here the pairs of a cookie header were judged. */
  cookiesTo: number;
  /** For each set of characters of tokens where its last run began and ended; null before the first was asked for. */
  tokenRuns: Int32Array | null;
  /** Where the scan goes on after a pseudonym; what is inside of one is no word of the text. */
  resumeAt: number;
  /** Of a long row of groups of digits all behind the first, which are not walked over again when the scan comes to them. */
  readonly rowAt: { start: number; end: number; digits: number; lengths: number };
  /** Where the last number ended, or what was passed over. */
  digitsTo: number;
  /** Up to here URL-encoded text has been decoded already. */
  decodedTo: number;
  /** Up to here lists of what a command is given have been read already. */
  argumentsTo: number;
  /** Up to here capitalised words with letters beyond ASCII have been judged already. */
  namesTo: number;
  /** Up to here Base64 has been looked into already. */
  unwrappedTo: number;
  /** Where a word last ended that says what a number is: in a line about packages, a version. */
  readonly wordAt: { card: number; identity: number; package: number; phone: number };
  /** For each form of a field behind which index it was tried last; null before the first. */
  fieldsJudgedTo: Int32Array | null;
  /** The words before and behind the number that was asked about last. */
  before: WordsBeside;
  after: WordsBeside;
  /** Where an account was named last before what was asked about, and where it is next. */
  readonly accountAt: { last: number; next: number };
  /** For an option of a command where the next one stands behind `from`; null before the first. */
  optionsAt: Map<string, { from: number; at: number }> | null;
  /** Behind which index the sign `<` was looked for last, and where it stands; no end of an element is searched for twice. */
  readonly lessAt: { from: number; at: number };
  /** Up to where the words of the element that ends there were judged. */
  elementTo: number;
  /** The text is nothing but a number or a few: a field that was handed over alone. */
  readonly isAlone: boolean;
}

export interface WordsBeside {
  readonly at: number;
  readonly text: string;
}

/** The place of a word that was not there: too far away to be near anything. */
export const NO_WORD = -1e6;

/** Looks round an anchor `[start, end)` and reports into `scan.findings`. Its work is bounded, whatever the text. */
export type Detector = (scan: Scan, start: number, end: number) => void;

/** A keyword (case folded) that arms a detector. */
export interface Anchor {
  readonly keyword: string;
  readonly detect: Detector;
  /** What a match begins with, where the keyword does not tell: letters beyond ASCII are all alike to the automaton. */
  readonly initials?: string | undefined;
  /** The detector asks for a capital where the keyword begins: it is not called at all within words of small letters, where most matches stand. */
  readonly isCapitalised?: boolean | undefined;
}

/** Reports a finding. */
export function report(
  scan: Scan,
  start: number,
  end: number,
  type: string,
  strength: number,
  rule: string,
): void {
  scan.findings.push({ start, end, type, strength, rule });
}
