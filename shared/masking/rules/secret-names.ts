import { ALNUM, DIGIT, KIND, LOWER, UPPER } from '../characters.ts';
import { createJudgedNames } from './judged-names.ts';
import type { SecretClass } from './secret-class.ts';

const PASSWORD_WORDS = new Set(
  'password passwd passwort passphrase passcode passwrd pwd pass pw pswd psw secret secrete credential cred kennwort motdepasse contrasena'.split(
    ' ',
  ),
);
const TOKEN_WORDS = new Set(
  'token tokens tkn passwords secrets credentials creds auth authorization authorisation bearer apikey apikeys accesskey secretkey privatekey authkey authtoken accesstoken refreshtoken cookie jwt signature sig sas otp webhook hook connectionstring'.split(
    ' ',
  ),
);
const KEY_WORDS = new Set([
  'key',
  'keys',
  'salt',
  'seed',
  'mnemonic',
  'pin',
  'login',
  'session',
  'sessionid',
  'sessid',
  'sid',
]);

/** Words that count only as words of their own: `pin` is not in `mapping`, `pass` not in `passing`. */
const WHOLE_WORDS = new Set(
  'pass pw auth cred sid sig hook salt seed pin login client sas session otp'.split(' '),
);
/** Parts of names that say little by themselves and more with an id behind them. */
const ID_WORDS = ['client', 'access_id', 'accessid'];

/** What arms the judgement of a whole name: of the words above, those that hold no other one. */
export const ARMING_WORDS: readonly { readonly word: string; readonly isWhole: boolean }[] = armingWords();

function armingWords(): { word: string; isWhole: boolean }[] {
  const words = [...new Set([...PASSWORD_WORDS, ...TOKEN_WORDS, ...KEY_WORDS, ...ID_WORDS])];
  const parts = words.filter((word) => !WHOLE_WORDS.has(word));
  const any = parts.join('|');
  const holdsAnother = new RegExp(`.(?:${any})|(?:${any}).`);
  const shortest = parts.filter((word) => !holdsAnother.test(word));
  return [
    ...shortest.map((word) => ({ word, isWhole: false })),
    ...[...WHOLE_WORDS].map((word) => ({ word, isWhole: true })),
  ];
}

/** A word after the secret word that makes it a description: `token_type`, `key_id`, `password_file`. */
const DESCRIBING = new Set(
  'id ids name names type types count size length len file files path paths url uri urls expiry expires expiration ttl at in version versions algorithm alg format index policy field fields column columns prefix suffix provider service limit limits bucket usage validator arn label status store ref reference kind class manager generator required enabled disabled min max strength hint reset changed updated created age days attempts error errors invalid valid missing check page form input rotation rule rules source scope scopes endpoint host port model budget per rate cost total ms seconds environment hasher hashers hashing query queries scheme schemes regex regexp attrs'.split(
    ' ',
  ),
);

/** A word before `key` or `token` that makes it something else: `public_key`, `partition_key`, `next_token`. */
const HARMLESS_BEFORE = new Set(
  'public pub registry get primary foreign partition sort cache hot shift object row group map dict translation message idempotency routing composite unique candidate natural surrogate arrow any metric lock hash range issue jira sorting lookup join next continuation page max prompt completion total input output num number stop bos eos pad special count of per dedupe dedup ordering aggregation storage resource entry item data field column meta enter escape tab host known'.split(
    ' ',
  ),
);

const NOT_A_TOKEN_AFTER = new Set(
  'next continuation page max prompt completion total input output num number stop bos eos pad special count of per'.split(
    ' ',
  ),
);

/** A name that says of its value that it is made up: `dummyPassword`, `nonMatchingToken`. Providers' forms count all the same. */
export const MADE_UP_WORDS = 'bogus dummy example fake mock mocked non placeholder sample wrong'.split(' ');
const MADE_UP = new Set(MADE_UP_WORDS);

/** True for the words of a name that says of its value that it is no real one. */
export function isMadeUp(words: readonly string[]): boolean {
  return words.some((word) => MADE_UP.has(word));
}

/** Splits at underscores, dots, dashes and camel humps; lower case. Read by hand: each value that is judged has a name. */
export function wordsOf(name: string): string[] {
  const count = findWords(name);
  // What small letters there are beyond ASCII is for the language to say.
  if (count === BEYOND_ASCII) return wordsBeyondAscii(name);
  const words: string[] = [];
  for (let each = 0; each < count; each++)
    words.push(name.slice(wordPlaces[2 * each], wordPlaces[2 * each + 1]).toLowerCase());
  return words;
}

/** What `findWords` says of a name with other letters. */
const BEYOND_ASCII = -1;
/** Where the words of a name begin and end by turns, until `findWords` is asked about the next one. */
let wordPlaces = new Uint32Array(128);

/** Finds the words that `wordsOf` has of a name, without a string for each; returns how many there are. */
function findWords(name: string): number {
  if (2 * name.length > wordPlaces.length) wordPlaces = new Uint32Array(2 * name.length);
  let count = 0;
  let start = 0;
  let before = 0;
  let beforeThat = 0;
  for (let index = 0; index <= name.length; index++) {
    const code = index < name.length ? name.charCodeAt(index) : 0;
    if (code >= KIND_END) return BEYOND_ASCII;
    const kind = KIND[code]! & ALNUM;
    const beginsHump = kind === UPPER && (before & (LOWER | DIGIT)) !== 0;
    const endsCapitals = kind === LOWER && before === UPPER && beforeThat === UPPER;
    const end = endsCapitals ? index - 1 : index;
    if (kind === 0 || beginsHump || endsCapitals) {
      if (end > start) {
        wordPlaces[2 * count] = start;
        wordPlaces[2 * count + 1] = end;
        count++;
      }
      start = kind === 0 ? index + 1 : end;
    }
    beforeThat = beginsHump ? 0 : before;
    before = kind;
  }
  return count;
}

const KIND_END = 0x80;

function wordsBeyondAscii(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** True for a name of a field whose value is a secret, whatever its form. */
export function isSecretName(name: string): boolean {
  return secretClassOf(name) === 'password';
}

/** Judges a name, or null when it does not promise a secret. Names repeat, so answers are remembered. */
export function secretClassOf(name: string): SecretClass | null {
  return judged.classOf(name);
}

/** The same of a name of ASCII that stands in a text at `[start, end)`. */
export function secretClassIn(
  text: string,
  bytes: Uint8Array,
  start: number,
  end: number,
): SecretClass | null {
  return judged.classIn(text, bytes, start, end);
}

const judged = createJudgedNames(judgeSecretName);

/** The same of a name that may be anything, and is not to be remembered. */
export function judgeSecretName(name: string): SecretClass | null {
  const words = wordsOf(name);
  if (isMadeUp(words)) return null;
  if (
    words.length > 2 &&
    words[words.length - 1] === 'id' &&
    (words[words.length - 2] === 'client' || words[words.length - 2] === 'access')
  )
    return 'key';
  for (let index = words.length - 1; index >= 0; index--) {
    const word = withoutDigits(words[index] ?? '');
    const found = classOfWord(word, words, index);
    if (found === null) {
      if (DESCRIBING.has(word)) return null;
      continue;
    }
    if ((found === 'key' || word === 'auth') && index < words.length - 1) return null;
    const before = words[index - 1] ?? '';
    if (isNamedOtherwise(found, words, index)) return null;
    if (found === 'password' && isDoubtful(word, before, words[0] ?? '')) return 'token';
    return found;
  }
  return null;
}

/** Whether the word before one makes it the name of something else. */
function isNamedOtherwise(found: SecretClass, words: readonly string[], index: number): boolean {
  const word = withoutDigits(words[index] ?? '');
  const before = words[index - 1] ?? '';
  if (word.startsWith('token') && NOT_A_TOKEN_AFTER.has(before)) return true;
  if (found === 'key' && HARMLESS_BEFORE.has(before)) return true;
  if (word === 'pass' && STEPS_APART.has(before) && index < words.length - 1) return true;
  // Helm's `existingSecret` names one, `PublicKeyToken` an assembly.
  return (word === 'secret' && before === 'existing') || (before === 'key' && words[index - 2] === 'public');
}

/** A step of several, a way past something, or a text that is shown: only what is drawn counts behind `firstPass`, `byPass`, `label.password`, `button_change_password`. */
function isDoubtful(word: string, before: string, first: string): boolean {
  return (word === 'pass' && STEPS_APART.has(before)) || LABELS.has(first);
}

const LABELS = new Set(
  'label labels lbl caption tooltip placeholder button btn notice hint heading title'.split(' '),
);

/** `token1` is a token. */
function withoutDigits(word: string): string {
  let end = word.length;
  while (end > 0 && (KIND[word.charCodeAt(end - 1)]! & DIGIT) !== 0) end--;
  return end === word.length ? word : word.slice(0, end);
}

function classOfWord(word: string, words: readonly string[], index: number): SecretClass | null {
  if (PASSWORD_WORDS.has(word)) return 'password';
  if (word === 'auth' && REDIS.has(words[index - 1] ?? '')) return 'password';
  if (TOKEN_WORDS.has(word)) return 'token';
  if (KEY_WORDS.has(word)) {
    return OPENS_SOMETHING.has(words[index - 1] ?? '') ? 'token' : 'key';
  }
  // Words written together: dbpassword, githubtoken, mysecret, someapikey.
  const one = word.endsWith('s') ? word.slice(0, -1) : word;
  if (PASSWORD_ENDS.some((end) => one.endsWith(end)) || isJoinedPass(word)) return 'password';
  if (TOKEN_ENDS.some((end) => one.endsWith(end))) return 'token';
  // `JSESSIONID`, `PHPSESSID`.
  if (word.endsWith('sessid') || word.endsWith('sessionid')) return 'key';
  return word.endsWith('key') && /^[a-z]{3,}key$/.test(word) && !NO_KEYS.has(word) ? 'key' : null;
}

/** A key to such a thing is as good as a token. */
const OPENS_SOMETHING = new Set(
  'api access secret private auth encryption encrypt signing master shared app client service account license'.split(
    ' ',
  ),
);
/** `DBPASS`, `smtppass`; not `bypass`, `renderpass`. */
function isJoinedPass(word: string): boolean {
  if (!word.endsWith('pass') || word.length < SHORTEST_JOINED || !/^[a-z]+$/.test(word)) return false;
  const rest = word.slice(0, -'pass'.length);
  if (STEPS.has(rest) || STEPS_APART.has(rest)) return false;
  return !ENDS_OTHERWISE.test(rest);
}

const SHORTEST_JOINED = 6;
/** What `requirepass` of Redis is called elsewhere: `REDISCLI_AUTH`. */
const REDIS = new Set(['redis', 'rediscli', 'valkey', 'valkeycli']);
/** The same when they stand as words of their own. */
const STEPS_APART = new Set(
  'by first second third low high band render multi sub over under single'.split(' '),
);
/** Before `pass` in filters, pictures and compilers, and in words of the language. */
const STEPS = new Set(
  'com encom tres sur im last next all one two three double triple shadow depth light lighting geometry compute graphics color colour base final main pre post forward deferred opaque transparent blur bloom composite clear resolve shader effect draw ray path frame culling raster opt lto compile compiler module function loop analysis optimization transform lowering inline codegen parse parser lint build tests ssh ask kee go en proton dash did has is can should must not no num per each n max min total boarding bus ski gate season day press road rail fare tour mountain eye'.split(
    ' ',
  ),
);
/** The same at the end of several words written together: `adminbypass`. */
const ENDS_OTHERWISE = /(?:by|tres|multi|render)$/;
const PASSWORD_ENDS = ['password', 'passwd', 'passphrase', 'pwd', 'secret'];
const TOKEN_ENDS = ['token', 'apikey', 'accesskey', 'secretkey', 'privatekey', 'authkey'];
const NO_KEYS = new Set(
  'monkey turkey donkey hockey jockey whiskey lackey hotkey mickey smokey disney rekey'.split(' '),
);
