import { isDeclaredType } from './declared-types.ts';
import { lastOf, plainOf, wordsOfPath } from './code-paths.ts';
import { endsType, isComposite, isPointer, isTypeOf } from './code-types.ts';
import { wordsSpelled } from './spelled-names.ts';

/** A variable, a member or a function of code, perhaps with what stands before it; group 1 its signs, group 2 the name. */
const HEAD =
  /([*&!]{0,2})(?:(?:await|new|yield|not|typeof) )?((?:[A-Za-z_$][\w$]{0,60}(?:\?\.|\.|::|->)){0,6}[A-Za-z_$][\w$]{0,60})(?![\w$@#%~^+-])/y;
const REACH = 240;
/** What follows an operand of an expression, and no password, behind a spaced sign. */
const OPERATOR =
  /^ (?:===|!==|[!=]= ?(?:null|nil|None|undefined)\b|\?\?|instanceof |=(?: |$)|as [A-Z]|if \w[^\n]{0,80} else )/;
/** Parts that are asked for by range or name: `key[:-1]`, `options["rdns"]`, `pool[:len(pool)-1]`. */
const SLICED =
  /^\[(?:[\w.()-]{0,40}:[\w.()+-]{0,40}|"[a-z][a-z_-]{1,30}"|'[a-z][a-z_-]{1,30}')\](?![\w$@#%!~^&*-])/;
/** Or by a number or a variable, which a password may hold, too: `certs[0][2]`, `stack[ctx.at[-1]]`. */
const INDEXED =
  /^(?:\[(?:-?\d{1,2}|[A-Za-z_]{1,30}(?:\.[\w()]{1,30})?(?:\[-?\d{1,2}\])?)\]){1,3}(?![\w$@#%!~^&*-])/;
const ENDS_STATEMENT = /^(?:$|[\r\n;,)]| [})])/;
const DECLARES =
  /(?:^|[\s(;{])(?:const|let|var|val|auto|final|my|this\.|self\.|static|public|private) ?[\w$.]{0,40}$/;
/** Several variables get several values. */
const OF_TUPLE = /[A-Za-z_]\w*, (?:[A-Za-z_]\w*\.)?$/;
const PASSWORD = /(?:passw(?:or)?d|pwd|passphrase|passcode|pass|kennwort|passwort)$/i;
const ENCODED = /^(?:base64(?:url)?|base32|hex|utf-?8|pem|der)-(?:encoded|formatted)\b/i;
/** `static_cast<size_t>(1)`, `equal_to<Key>` */
const CAST = /^(?:[a-z]{2,20}_cast<|[a-z]{2,20}(?:_[a-z]{2,20}){1,4}<[A-Z_][\w:, ]{0,60}>)/;
const COMPARES = /^\s?[!=]==?\s?$/;
/** An operand of a comparison, whole; what has a digit may be a password in what only looks like one. */
const ENDS_OPERAND = /^(?:$|[\s,;)\]}:([])/;
const CLOSES_PARAMETERS = /^\)\s?(?::|=>|->)\s?$/;
const GIVES_ARGUMENT = /^[A-Za-z_]\w{0,40}=[^=]/;
const FEWEST_SHARED = 5;

/** `.map(Credential::getId)` */
const METHOD = /^(?:new|[a-z]{2,20}(?:[A-Z][a-z]{1,30}){1,8})[),;]/;
/** `for (CoordinatorKey key : unrepresentableKeys) {` */
const FOR_EACH = /\bfor ?\( ?(?:final )?[\w.<>[\]]{1,80} $/;
const EACH_OF = /^[A-Za-z_][\w.]{0,80}(?:\(\))? ?\)/;

/** Where a bare value stands: its text begins at `start`, its name at `nameStart`; `between` stands between them. */
export interface BareValue {
  readonly nameStart: number;
  readonly start: number;
  readonly name: string;
  readonly between: string;
}

/**
 * Whether a bare value behind a secret's name is an expression of code: a call, a part asked for by its index, an operand, a pointer, a type
 * named like the parameter, a variable named like the one it is given to. A password that is put together of words looks like such a name, so
 * each form asks for what stands around it, too.
 */
export function isExpression(text: string, place: BareValue): boolean {
  const { start, between } = place;
  const window = text.slice(start, start + REACH);
  if (ENCODED.test(window) || CAST.test(window)) return true;
  const before = text.slice(Math.max(0, place.nameStart - REACH), place.nameStart);
  if (between === '::' && METHOD.test(window)) return true;
  if (/^ ?: ?$/.test(between) && EACH_OF.test(window) && FOR_EACH.test(before)) return true;
  if (isDeclaredType(window, before, place.name, between)) return true;
  // `dict(Email=credentials[0], Passwd=credentials[1])`: the next argument, which is judged by its own name.
  if (/^(?:\[\w{1,20}\])?,\s?$/.test(between) && GIVES_ARGUMENT.test(window)) return true;
  if (/[ \t]$/.test(between) && isComposite(window)) return true;
  HEAD.lastIndex = 0;
  const head = HEAD.exec(window);
  if (head?.[2] === undefined) return false;
  const [all, signs = '', path] = head;
  const words = wordsOfPath(path);
  const operand = { signs, path, words, rest: window.slice(all.length) };
  return words > 0 && (isTold(place, operand) || isSpaced(text, place, operand));
}

interface Operand {
  readonly signs: string;
  readonly path: string;
  readonly words: number;
  /** What follows it. */
  readonly rest: string;
}

/** By the signs right before and behind it. */
function isTold({ name, between }: BareValue, { signs, path, words, rest }: Operand): boolean {
  const isLong = words >= 2 || path.includes('.');
  if (rest.startsWith('(') && (isLong || path.includes(':')))
    return /[=:]/.test(between) && !/^\(\d+\)/.test(rest);
  if (signs === '**') return /^[,)]/.test(rest) && /^[,(]\s?$/.test(between);
  if (signs === '*' || signs === '&') return isPointer(between, path, rest);
  if (CLOSES_PARAMETERS.test(between)) return endsType(rest) && wordsSpelled(lastOf(name)) >= 2;
  if (COMPARES.test(between))
    return (isLong || between.includes('==')) && !/\d/.test(path) && ENDS_OPERAND.test(rest);
  return isLong && between === '[' && rest.startsWith(']');
}

/** By what follows it behind a sign with a blank. */
function isSpaced(text: string, { nameStart, name, between }: BareValue, operand: Operand): boolean {
  const { path, words, rest } = operand;
  if (!/[ \t]$/.test(between)) return false;
  if (/[:=]/.test(between) && SLICED.test(rest)) return true;
  if (!between.includes('=')) return /^\??\s?:/.test(between) && isTypeOf(name, path, words, rest);
  if ((OPERATOR.test(rest.replace(INDEXED, '')) && !/\d/.test(path)) || rest.startsWith('.(')) return true;
  if ((words >= 2 || path.includes('.')) && (INDEXED.test(rest) || rest.startsWith('{'))) return true;
  if (path === 'void' && rest.startsWith(' 0')) return true;
  const before = text.slice(Math.max(0, nameStart - REACH), nameStart);
  return /(?:^|\s)type $/.test(before) || isVariable(before, name, operand);
}

/** `const castCredential = credential;`, `username, password = credentials`: declared as such, or one of both names holds the other. */
function isVariable(before: string, name: string, { path, rest }: Operand): boolean {
  if (!ENDS_STATEMENT.test(rest)) return false;
  if (OF_TUPLE.test(before) && /^[a-z_]\D*$/.test(path)) return true;
  const value = plainOf(path);
  const own = plainOf(name);
  if (Math.min(value.length, own.length) < FEWEST_SHARED || !(value.includes(own) || own.includes(value)))
    return false;
  const most = Math.max(wordsSpelled(lastOf(path)), wordsSpelled(lastOf(name)));
  if (most < 2) return false;
  return rest.startsWith(';') || DECLARES.test(before) || (most >= 3 && !PASSWORD.test(name));
}
