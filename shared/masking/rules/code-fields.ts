/** Longest part of a field's value that is looked at. */
const REACH = 160;
const LABEL = /^(?:user[_ ]?name|login_name)/i;
const QUOTED = /["'`\\]/;

/** What stands where somebody's name could: nothing, or whether there is one. */
const LITERAL = /^(?:undefined|null|nil|None|NULL|true|false|True|False)(?![\w@.+-])/;
/** A variable or a member of code; group 1 is its path. */
const PATH = /^(?:await )?([A-Za-z_$][\w$]{0,60}(?:(?:\?\.|\.|->|::)[A-Za-z_$][\w$]{0,60}){0,6})/;
const CREATED = /^new [A-Za-z_$][\w$.]{0,60}\(/;
/** No name has a call's empty brackets behind it, nor a text in quotes within brackets, alone or behind other arguments. */
const CALLED = /^\((?:\)|[rbfu]?["'`]|(?:[\w$.]{1,40}, ?){1,3}["'`])/;
/** Variables as arguments: notes on a person stand in brackets, too (`jane.doe(admin)`). */
const CALLED_WITH_VARIABLE = /^\([A-Za-z_$][\w$.]{0,60}[,)([=]/;
const ASKED_BY_NAME = /^\[(?:["'][\w.-]{1,40}["']|-?\d{1,2}|\d?:\d?|\w{1,20}\[["'])/;
/** Two words put together, the second with a capital, at the end of a path; where it is all of it, the first with a small letter. */
const FUNCTION_NAME = /(?:^[a-z]|[.>:][A-Za-z])[a-z\d]*[A-Z][A-Za-z\d]*$/;
const OF_PROGRAM =
  /^(?:this|self|process\.env|import\.meta\.env|os\.environ|os\.path|opts?|options|cfg|conf|config|args|params|props|req\.\w+|request\.\w+)(?:\?\.|\.|->|::)/;
/** A member that is called as the field is: `opts.Username`, `o.SentinelUsername`. */
const MEMBER_OF_NAME = /(?:\.|->)(?:[A-Za-z]{1,30}_?)?(?:user|full|first|last|sur)_?name$/i;
/** A type of three words or more: `username: URLPatternComponentResult;` */
const TYPE = /^(?:[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]+)(?:[A-Z][a-z]+){2,6};/;
/** What documentation goes on with behind "username", where nothing is assigned. */
const PROSE =
  /^(?:above|after|already|alone|also|attribute|attributes|because|before|being|below|but|column|component|containing|contains|could|did|during|either|else|entered|expected|fields?|given|got|have|having|here|if|input|into|instead|itself|length|lookup|mapping|may|might|nor|only|option|otherwise|param|parameter|parameters|part|parts|passed|pattern|portion|prefix|prop|property|provided|returned|should|shown|since|specified|string|suffix|than|then|through|under|until|used|using|validation|value|values|via|want|when|where|whether|while|whose|within|without|would)$/;
/** `GetUserName retrieves the user name` */
const ARTICLE = /^ (?:the|an|its|any|each|every)\b/;

/** Whether bare text that a name's label is assigned is code which says where the name comes from. */
export function isCodeAt(text: string, start: number): boolean {
  const window = text.slice(start, start + REACH);
  if (LITERAL.test(window) || CREATED.test(window)) return true;
  const head = PATH.exec(window);
  const path = head?.[1];
  if (head === null || path === undefined) return false;
  const rest = window.slice(head[0].length);
  if (CALLED.test(rest) || ASKED_BY_NAME.test(rest)) return true;
  const isOfProgram = OF_PROGRAM.test(path);
  if (CALLED_WITH_VARIABLE.test(rest)) return isOfProgram || FUNCTION_NAME.test(path);
  if (!/^(?:[\s;,)}\]:]|$)/.test(rest)) return false;
  return MEMBER_OF_NAME.test(path) || (isOfProgram && (path.startsWith('process.env') || !/\d$/.test(path)));
}

/**
 * Whether what stands behind the label of a user's name is none: code without quotes behind a sign, or a word of a sentence behind the
 * label alone.
 * @param start where the label begins
 */
export function isSaidOfUser(value: string, text: string, start: number): boolean {
  const labelEnd = start + (LABEL.exec(text.slice(start, start + 12))?.[0].length ?? 0);
  const valueStart = text.indexOf(value, labelEnd);
  const between = text.slice(labelEnd, valueStart);
  if (/[:=]/.test(between)) {
    const isBare = !QUOTED.test(between.charAt(between.length - 1));
    return isBare && (isCodeAt(text, valueStart) || TYPE.test(text.slice(valueStart, valueStart + REACH)));
  }
  const word = value.replace(/\.$/, '');
  if (!/^[a-z]+$/.test(word)) return false;
  // "the `username` property": a value would be in quotes as well.
  if (/^["'`\\]{1,3} $/.test(between)) return true;
  const valueEnd = valueStart + value.length;
  return between === ' ' && (PROSE.test(word) || ARTICLE.test(text.slice(valueEnd, valueEnd + 8)));
}
