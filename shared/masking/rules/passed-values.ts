/** A blank and a quote. */
const BETWEEN = 2;
const LONGEST = 60;
/** A subject or a modal verb before it. */
const VERB =
  /(?:^|[\s(*/#])(?:we|you|i|they|to|can|must|should|could|would|will|may|might|do|don't|not|also|always|never|just|simply|instead|please|so|then|and|or) pass$/i;
const REACH = 14;
const VALUE = /^ ["'`]\D+$/;

/**
 * Whether a sentence of programmers hands the value in quotes to a function: `if you pass 'a..b', only 'b' is taken`. Digits make
 * it doubtful.
 */
export function isPassedOn(text: string, nameEnd: number, start: number, end: number): boolean {
  if (start - nameEnd !== BETWEEN || end - start > LONGEST) return false;
  return VALUE.test(text.slice(nameEnd, end)) && VERB.test(text.slice(Math.max(0, nameEnd - REACH), nameEnd));
}
