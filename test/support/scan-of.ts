import { NO_WORD, type Scan } from '../../shared/masking/scan.ts';

/** A text as its rules see it where nothing was found yet; what is passed takes the place of the rest. */
export function scanOf(text: string, bytes: Uint8Array, rest: Partial<Scan> = {}): Scan {
  return {
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
    decodedTo: 0,
    argumentsTo: 0,
    namesTo: 0,
    unwrappedTo: 0,
    wordAt: { card: NO_WORD, identity: NO_WORD, package: NO_WORD, phone: NO_WORD },
    fieldsJudgedTo: null,
    before: { at: -1, text: '' },
    after: { at: -1, text: '' },
    accountAt: { last: NO_WORD, next: -1 },
    optionsAt: null,
    lessAt: { from: 0, at: -1 },
    elementTo: -1,
    isAlone: false,
    ...rest,
  };
}
