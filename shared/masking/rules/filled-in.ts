const NAME = '[A-Za-z_]\\w*';
const BRACED = '\\{(?:[^{}]|\\{[^{}]*\\})*\\}';
const ROUND = '\\((?:[^()]|\\([^()]*\\))*\\)';
/** `$PASS`, `$env:PASS`, `$cfg.Password`, `$args[0]`, `$config['pw']`, of which a quote may have cut off the end. */
const VARIABLE = `(?:(?:[Ee]nv|ENV|script|global|local|using|private):)?${NAME}(?:(?:\\.|->)${NAME}|\\[[^\\][]*(?:\\]|$))*`;
/** What a shell, a template or a workflow puts a value in for. */
const PART = `(?:\\\\{0,4}\\\${1,2}(?:${BRACED}|${ROUND}|${VARIABLE}|\\[[^\\][]*\\]|[\\d@*])|(?<![#@%])\\{\\{[^{}]*\\}\\}|[#@%]${BRACED}|%\\(\\w{1,40}\\)s|%\\w{1,64}%|<%[^%]*%>|![A-Z_]{2,40}!)`;

/** Nothing but such parts and the signs between them (an underscore behind a letter belongs to the name, so that there is one way to read each), before the end of an element or an escaped quote perhaps. A part of a password looks like one of them. */
const FILLED_IN = new RegExp(
  `^[:/@]?${PART}(?:(?:[-:/@.,+~|#!]|(?<!\\w)_){0,2}${PART})*(?:(?<=[})%])[^\\w\\s]{1,2})?[:/@]*(?:<\\/.*|\\\\+)?$`,
);
/** `$PW|gzip`, `${PW};do` */
const FILLED_IN_BEFORE = /^\$(?:\{\w+\}|[A-Z_][A-Z0-9_]*)[|;&<>)`]/;
/** Code that joins strings: `'" + pw + "'`, `'+pw+'`, `' . $pw . '`. */
const JOINED =
  /^(?:\\{0,3}["'])? ?[+.&] ?[A-Za-z_$][\w.$]{0,60}(?:\(\w{0,30}\)|\[[^\]\n]{1,40}\])?(?:->\w{1,40})? ?[+.&] ?(?:\\{0,3}["'])?$/;

const VARIABLE_ALONE = /^\$\w+$/;
const NAMES_SECRET = /pass|pw|secret|token|key|cred|user/i;

/** Whether nothing but what the shell, a template or code fills in makes up a word: `${X}`, `$(cat x)`, `{{ x }}`, `$X:$Y`, `%PW%`. */
export function isFilledIn(value: string): boolean {
  // What a command prints, and what stands in two pairs of quotes.
  if (value.startsWith('`')) return true;
  const { length } = value;
  if (value.startsWith('"') && value.endsWith('"') && length > 2) return isFilledIn(value.slice(1, -1));
  return FILLED_IN.test(value) || FILLED_IN_BEFORE.test(value) || JOINED.test(value);
}

/** Whether a word in single quotes begins with a `$` of its own, `'$Summer77'`: there the shell fills in nothing, unless other quotes stand round it. */
export function isOwnDollar(value: string): boolean {
  return (
    value.startsWith('$') &&
    VARIABLE_ALONE.test(value) &&
    /[a-z]/.test(value) &&
    /\d/.test(value) &&
    !NAMES_SECRET.test(value)
  );
}
