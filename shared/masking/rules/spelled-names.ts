import { madeOnce } from './made-once.ts';

/** Words of letters and digits that code is made of, where they stand as words of a name: `toUint8Array`, `OAuth2Token`, `base64url`. */
const TECHNICAL = madeOnce(() => {
  const words =
    'utf base sha md http oauth int uint float ed aes rsa es ipv ip win ntlm pkcs curve ripemd blake latin arm amd web api log exp level x v p s k ec';
  const spellings = words
    .split(' ')
    .flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()]);
  const forms = [...new Set([...spellings, 'OAuth', 'IPv', 'UInt'])].join('|');
  return new RegExp(
    `(?<=^|[_$\\d]|[a-z](?=[A-Z]))(?:${forms})\\d{1,5}(?:url|le|be|s)?(?=$|[A-Z_$]|v\\d)`,
    'g',
  );
});
/** Words of a name: capitals in a row, a capital and small letters, small letters. */
const WORDS = /[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+/g;
const SHORT =
  /^(?:a|an|as|at|be|by|do|go|id|if|in|io|ip|is|it|js|me|my|no|of|on|or|os|so|to|ts|ui|up|us|we|db|vm|tx|rx|fd|fn|cb|el|ok|pk|sk|qs|rs|ws|ms|ns|op|pw|nr|sz|ci|cd|py|vi|ex|st|rw|eq|lt|gt|ne|le|ge|bn|ec)$/i;
const VOWEL = /[aeiouy]/i;
const SPOKEN =
  /^(?:https?|html|tls|ssl|ssh|sql|jwt|sts|dns|tcp|kms|src|dst|ctx|cfg|ptr|str|cls|msg|pwd|psk|hmac|mgr|ctrl|tmp|prng|cmp|hdr|pkt|fmt|cnt|len|mdc|xml|svc|mgmt|cmd|bg|css|png|pdf)$/i;
const NAME = /^[A-Za-z_$][\w$]*$/;
const LONGEST_CAPITALS = 8;
const LONGEST = 80;

/**
 * How many words a name of code is put together of (`stringToUint8Array` 4), 0 for what is not spelled so: drawn letters make humps of one or
 * two, and words without a vowel. Says nothing of passwords that are put together of words; ask only where code stands around.
 */
export function wordsSpelled(name: string): number {
  if (name.length > LONGEST || !NAME.test(name)) return 0;
  const letters = /\d/.test(name) ? name.replace(TECHNICAL(), '_Num_') : name;
  if (/\d/.test(letters)) return 0;
  const words = letters.match(WORDS) ?? [];
  const isParted = name.includes('_');
  let written = 0;
  for (const word of words) {
    if (!isWord(word)) return 0;
    if (word.length > 2 && (/[a-z]/.test(word) || (isParted && VOWEL.test(word)))) written += word.length;
  }
  // Drawn letters make capitals in a row and humps of one or two.
  return 2 * written >= words.join('').length ? words.length : 0;
}

function isWord(word: string): boolean {
  if (word.length === 1) return /^[aAITECLRXx]$/.test(word);
  if (word.length === 2) return SHORT.test(word) || /^[A-Z]{2}$/.test(word);
  if (/^[A-Z]+$/.test(word)) return word.length <= LONGEST_CAPITALS || VOWEL.test(word);
  return VOWEL.test(word) || SPOKEN.test(word);
}
