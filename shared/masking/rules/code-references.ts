import { wordsSpelled } from './spelled-names.ts';

/** What a template of JavaScript fills in, variables and calls: `${user}:${encode(secret)}`. */
const FILLED = /\$\{[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*(?:\([\w$., ]{0,80}\))?\}/g;
/** What a template may hold beside what it fills in: signs, up to three others in a row, and the words for what comes out. */
const SAYS_WHAT =
  /(?<![A-Za-z\d])(?:Bearer|Basic|Token|Digest|password|passwd|passphrase|secret|token|credentials?|auth|api|key)(?![A-Za-z\d])/g;
const DRAWN = /(?=[A-Za-z+/=_-]{0,64}\d)[A-Za-z0-9+/=_-]{8,}/;
const NAMES_KEY = /keys?$/i;
const PART_OF_PASSWORD = /[^\s:/@.,_-]{4}/;
/** Each of the forms below begins with a name. */
const BEGINS_NAME = /^[A-Za-z_$]/;
/** A parameter that may be left out, in a list of them: `options?`. */
const OPTIONAL = /^[A-Za-z_$]+\?$/;
/** A part that is asked for by its index or name: `node.range[0]`, `agent[hook]`; a bracket around all of it perhaps. */
const SUBSCRIPT = /^[A-Za-z_$]+(?:\??\.[A-Za-z_$]+)*\[([\w$.]{0,64})\]?[\])]?$/;
const INDEX = /^(?:\d{1,2}|[a-z]|idx|index|name|field)?$/;
/** What code calls its variables; a word of a password may look like another. */
const VARIABLE_NAME =
  /^(?:this|self|options?|opts|args?|params?|props|config|cfg|conf|settings|req|request|res|response|result|process|env|user|account|auth|session|state|ctx|context|data|body|event|form|values?|payload|row|node|item|entry|agent|client|credentials?|secrets?|keys?|tokens?)(?=[?.[])/;
/** Members of what may not be there: `options?.key`. */
const OPTIONAL_CHAIN = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\?\.[A-Za-z_$][\w$.?]*$/;
const CHAIN = /^[A-Za-z_$]+(?:\.[A-Za-z_$][\w$]*)+$/;
const NAMES_SECRET = /(?:key|secret|token|password|passwd|credential|signature)s?(?:sha256|md5|id)?$/i;
const TYPE =
  /^(?:Uint8Array|ArrayBuffer|Buffer|Promise|Readonly(?:Array|Map|Set)?|Partial|Record|Map|Set|Array|List|Optional|Option|Result|Vec)(?:<.*|\[\])?$/;
const PUT_TOGETHER = /[A-Z][a-z]{2}[a-z]*(?=[A-Z]|$)/g;
/** Two letters between capitals, as they come about when letters are drawn. */
const SHORT_HUMP = /^[a-z](?=[A-Z])|[A-Z][a-z](?=[A-Z]|$)/;
/** Variables of the environment in a list or union of them, or named like what they hold. */
const VARIABLE =
  /^[A-Z]+(?:_[A-Z]+)*_(?:ID|URL|URI|PATH|NAME|USERNAME|USER|KEY|SECRET|TOKEN|PASSWORD|CREDENTIALS?|TENANTS?|HOST|PORT|FILE|TYPE|MODE|REGION|ENDPOINT)$/;
const LETTERS = /^[A-Za-z]+$/;
/** A comma or a bar alone, perhaps with quotes at both sides. */
const LISTS = /^["'`]?(?:\[\])?[ \t]?[,|](?:[ \t]?|[ \t]{0,4}\r?\n[ \t]{0,40})["'`]?$/;
const FEWEST_SHARED = 6;
const SIGNS = /[^A-Za-z0-9]+/g;

/**
 * Whether what stands behind a secret's name is code that says where the secret comes from or what it is, not the secret: a template that is
 * filled in, a member of an object, an optional parameter, a type, or the name itself once more in another spelling
 * (`client_secret = clientSecret`, `credential: TokenCredential`).
 * @param quote the sign that opens the value, '' when it is bare
 * @param between what stands between name and value
 */
export function isReference(name: string, value: string, quote: string, between: string): boolean {
  if (isNameAgain(name, value, quote === '' && !between.includes('='))) return true;
  if (quote !== '') return isTemplate(name, value) || isVariable(name, value, between);
  if (!BEGINS_NAME.test(value)) return false;
  const isListed = LISTS.test(between);
  if (
    isListed &&
    (isPutTogether(value) || (!/["'`]/.test(between) && wordsSpelled(name) >= 2 && wordsSpelled(value) >= 2))
  )
    return true;
  if (value.includes('?') && ((isListed && OPTIONAL.test(value)) || isOptionalChain(value))) return true;
  if (isSubscript(value) || TYPE.test(value)) return true;
  return value.includes('.') && CHAIN.test(value) && (NAMES_SECRET.test(value) || isOfSame(name, value));
}

/** `AcquireTokenByBroker, BrokerClientRequest`: words put together, none of them of one letter or two. */
function isPutTogether(value: string): boolean {
  return LETTERS.test(value) && !SHORT_HUMP.test(value) && (value.match(PUT_TOGETHER)?.length ?? 0) >= 2;
}

function isTemplate(name: string, value: string): boolean {
  if (!value.includes('${')) return false;
  const rest = value.replace(FILLED, ' ');
  if (rest === value || /[${}]/.test(rest)) return false;
  // Of a key the words beside it say what it opens.
  if (NAMES_KEY.test(name) && !DRAWN.test(rest)) return true;
  return !PART_OF_PASSWORD.test(rest.replace(SAYS_WHAT, ' '));
}

/** `["CLIENT_SECRET", "TENANT_ID"]`, `password: "DB_PASSWORD"`. */
function isVariable(name: string, value: string, between: string): boolean {
  if (!VARIABLE.test(value)) return false;
  return LISTS.test(between) || name.toUpperCase().endsWith(value.slice(value.lastIndexOf('_') + 1));
}

function isOptionalChain(value: string): boolean {
  return OPTIONAL_CHAIN.test(value) && (VARIABLE_NAME.test(value) || NAMES_SECRET.test(value));
}

function isSubscript(value: string): boolean {
  const index = value.includes('[') ? SUBSCRIPT.exec(value)?.[1] : undefined;
  if (index === undefined) return false;
  return INDEX.test(index) || NAMES_SECRET.test(index) || (VARIABLE_NAME.test(value) && LETTERS.test(index));
}

/** `values.cacheControl, values.identifier` */
function isOfSame(name: string, value: string): boolean {
  const dot = name.indexOf('.');
  return dot >= 2 && value.startsWith(name.slice(0, dot + 1));
}

/** `mayBeType`: no sign says that a value is assigned, and it is in no quotes. */
function isNameAgain(name: string, value: string, mayBeType: boolean): boolean {
  // Most values end in another letter than their name.
  if (lastLetter(name) !== lastLetter(value)) return false;
  // Of `this.credential` the last part.
  const plainName = name
    .slice(name.lastIndexOf('.') + 1)
    .replace(SIGNS, '')
    .toLowerCase();
  const plain = value.replace(SIGNS, '').toLowerCase();
  if (plainName.length < FEWEST_SHARED || plain.length < FEWEST_SHARED) return false;
  // A password of that spelling is a bad one, and a good one does not come about so.
  if (plain === plainName) return true;
  // A type is told from a word by its humps.
  return mayBeType && LETTERS.test(value) && /^[A-Z][a-z]*[A-Z]/.test(value) && plain.endsWith(plainName);
}

/** The code of the last sign; letters in lower case. */
function lastLetter(text: string): number {
  return text.charCodeAt(text.length - 1) | SMALL;
}

const SMALL = 0x20;
