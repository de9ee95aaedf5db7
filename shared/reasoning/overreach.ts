import { type Masked } from '../contracts/masked.ts';
import { maskedText } from '../contracts/masked-text.ts';
import { isOtherLanguage } from './other-language.ts';

/** Saying that something passed, may be merged, or is to be overlooked. */
const VERDICT_WORDS =
  /\b(?:verdict|lgtm|(?:quality|performance) gate|approve (?:it|this|the)\b|(?:is|are|was|be|been|pre-?) ?approved|(?:safe|ready|okay?|fine|good|free|cleared?) to (?:be )?(?:merged?|ship|shipped|deploy|deployed|release|released)|merge (?:it|this|now|anyway)(?=[^\p{L}\p{N}]*$|[.!,;]| now| anyway| change| request)|(?:merge|close|reopen) (?:the |this )?(?:merge|pull) request|set (?:the |this )?(?:check|status|gate|pipeline) to (?:pass|success|green|ok)|merge request (?:can|may|should|is)|(?:checks?|status|gate|change|pipeline|result|build|tests?) (?:is |are |has |have |was |were )?(?:now |always |all |still |already )?(?:pass(?:es|ed|ing)?|fail(?:s|ed|ing)?|green|red)\b|gate (?:is |was )?(?:now )?(?:off|disabled|waived)\b|no (?:performance )?regressions?|not a (?:\w+ )?regression|false (?:alarm|positive)|(?:ignore|disregard|forget|override|overrule|bypass) (?:\w+ ){0,3}(?:findings?|results?|regressions?|instructions?|evidence|polic(?:y|ies)|statistics|warnings?|gates?|budgets?|rules?))\b/iu;

/** What an explanation never has to say, so that saying it is a sign of somebody else's words. */
const OVERREACHES: readonly { readonly said: RegExp; readonly why: Masked }[] = [
  {
    said: /[a-z][a-z0-9+.-]{1,20}:\/\/|\bwww\.|\]\(\s*(?:\/\/|[a-z]+:)|\b(?:javascript|vbscript|mailto):\S|\bdata:[a-z]+\/|!\[/iu,
    why: maskedText`carries an address or a picture; the evidence is cited by id`,
  },
  {
    said: /<\/?(?:img|script|iframe|svg|style|embed|meta)\b|<a\s|^\s*\/[a-z_]{2,}(?:\s|$)/imu,
    why: maskedText`carries markup or a command`,
  },
  {
    said: VERDICT_WORDS,
    why: maskedText`speaks of the verdict, which statistics and policy give`,
  },
  {
    said: /\b(?:system prompt|my (?:instructions|prompt|rules)|previous instructions|as an ai|as a language model|developer mode|jailbr\w+|(?:open|file|create|raise|close|reopen|assign) (?:\w+ ){0,3}(?:tickets?|issues?|incidents?)\b|click (?:here|on|the|this)|(?:visit|browse|go to) (?:this|the) (?:page|link|site|url)|(?:curl|wget|powershell|rm -rf)\s)/iu,
    why: maskedText`speaks of prompts, tickets or commands, which explain no figure`,
  },
];

/** Letters of other scripts than Latin, units and usual symbols of Greek left out. */
const FOREIGN = /[\p{L}--\p{Script=Latin}--[\u00b5\u03bc\u03a9\u03b1\u03b2\u03b4\u0394\u03c3\u03bb]]/v;
const WORD = /[\p{L}\p{M}]+/gu;
/** Sentences are asked for in English; names of the code may be in any script. */
const MOST_FOREIGN = 1 / 3;
/** Long runs of base64, base32 or hexadecimal signs; commit ids within evidence are 40 long and stand there. */
const ENCODED = /[A-Za-z0-9+/=_-]{41,}|(?:[0-9a-f]{2}[ :,]?){24,}/giu;
const INVISIBLE = /[[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}]--[\t\n\r]]/v;

/**
 * Why a sentence of a model goes beyond explaining what was measured, or null. It is a fence beside the evidence check: a model that
 * obeyed a text from outside says what that text wants, and what such texts want is mostly one of these.
 * @param evidence all texts that the model was shown; words of other scripts and long names may be repeated from there.
 */
export function whyOverreaching(text: string, evidence: string): Masked | null {
  if (INVISIBLE.test(text)) return maskedText`has signs that nobody sees`;
  const plain = text.normalize('NFKC');
  const bare = withoutDress(plain);
  const found = OVERREACHES.find(({ said }) => said.test(bare));
  if (found !== undefined) return found.why;
  const encoded = plain.match(ENCODED) ?? [];
  if (encoded.some((run) => !evidence.includes(run))) return maskedText`carries something encoded`;
  if (isOtherLanguage(plain)) return maskedText`is not in English, in which it was asked for`;
  return foreignFault(plain, evidence);
}

/** First signs of the letters A to Z in boxes, in discs and as flags, which no normal form of Unicode reads as letters. */
const DRESSED = [0x1f150, 0x1f170, 0x1f1e6] as const;
const LETTERS = 26;

/** The letters that a reader sees, without strokes through them and without what is drawn around them. */
function withoutDress(text: string): string {
  const bare = text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC');
  return bare.replace(/[\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    const first = DRESSED.find((start) => code >= start && code < start + LETTERS) ?? code;
    return String.fromCodePoint(0x41 + code - first);
  });
}

function foreignFault(text: string, evidence: string): Masked | null {
  const words: readonly string[] = text.match(WORD) ?? [];
  const foreign = words.filter((word) => FOREIGN.test(word));
  // No name mixes scripts by itself; words made to look like others do.
  if (foreign.some((word) => /\p{Script=Latin}/u.test(word))) return maskedText`has words of mixed scripts`;
  const share = foreign.join('').length / Math.max(1, words.join('').length);
  return share > MOST_FOREIGN || foreign.some((word) => !evidence.includes(word))
    ? maskedText`has words of another script that the evidence does not have`
    : null;
}
