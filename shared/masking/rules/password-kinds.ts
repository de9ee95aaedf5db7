import { isStateWord } from './state-words.ts';

/** How passwords are hashed and checked, with a number or a version behind it: `bcrypt`, `argon2id-v19`, `pbkdf2-sha512`. */
const ALGORITHM =
  /^(?:argon2(?:id|i|d)?|(?:b|s|yes)?crypt|pbkdf2|sha|md5|hmac|scram|base64|plaintext)(?:v?\d{1,4})?(?:[-_](?:v?\d{1,4}|sha-?\d{1,3}|hmac|md5)){0,3}$/i;
/** What policies call it, beside the words of states. */
const LEVEL = /^(?:low|high)$/i;

/** Whether the word says how a password is kept or what became of it, and is none. */
export function isSaidOfPasswords(word: string): boolean {
  return ALGORITHM.test(word) || LEVEL.test(word) || isStateWord(word);
}
