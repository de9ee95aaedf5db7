const NAME = '[A-Za-z_]\\w*';
const BRACED = '\\{(?:[^{}]|\\{[^{}]*\\})*\\}';
const ROUND = '\\((?:[^()]|\\([^()]*\\))*\\)';
/** `$PASS`, `$env:PASS`, `$cfg.Password`, `$args[0]`, `$config['pw']`, of which a quote may have cut off the end. */
const VARIABLE = `(?:(?:[Ee]nv|ENV|script|global|local|using|private):)?${NAME}(?:(?:\\.|->)${NAME}|\\[[^\\][]*(?:\\]|$))*`;
/** What a shell, a template or a workflow puts a value in for. */
const PART = `(?:\\\\{0,4}\\\${1,2}(?:${BRACED}|${ROUND}|${VARIABLE}|\\[[^\\][]*\\]|[\\d@*])|(?<![#@%])\\{\\{[^{}]*\\}\\}|[#@%]${BRACED}|%\\(\\w{1,40}\\)s|%\\w{1,64}%|<%[^%]*%>|!(?=[A-Z_]{0,40}(?:PASS|PW|SECRET|TOKEN|KEY|CRED|USER|_))[A-Z_]{2,40}!)`;

const PART_HERE = new RegExp(PART, 'y');
/** A sign between two parts; an underscore behind a letter belongs to the name. */
const BETWEEN = /[-:/@.,+~|#!]|(?<!\w)_/y;
const MOST_BETWEEN = 2;
/** What may follow the last part: signs, the end of an element, an escaped quote. A part of a password looks like one of them. */
const REST = /(?:(?<=[})%])[^\w\s]{1,2})?[:/@]*(?:<\/.*|\\+)?$/y;
/** `$PW|gzip`, `${PW};do` */
const FILLED_IN_BEFORE = /^\$(?:\{\w+\}|[A-Z_][A-Z0-9_]*)[|;&<>)`]/;
/** Code that joins strings: `'" + pw + "'`, `'+pw+'`, `' . $pw . '`. */
const JOINED =
  /^(?:\\{0,3}["'])? ?[+.&] ?[A-Za-z_$][\w.$]{0,60}(?:\(\w{0,30}\)|\[[^\]\n]{1,40}\])?(?:->\w{1,40})? ?[+.&] ?(?:\\{0,3}["'])?$/;

/** `%Kq7mzR9%`, `@{Kq7mz}`: letters of both cases with a digit between them, which no name has but those of secrets. */
const DRAWN_NAME = /^(?:[%!]|[@#%]\{|\{\{)(?=\w*[a-z])(?=\w*[A-Z])(?=\w*\d[A-Za-z])\w{4,64}(?:[%!]|\}{1,2})$/;
/** A variable, members of it, or two beside one another. */
const VARIABLES = /^\$\w+(?:(?:\.|->|:)\$?\w+)*$/;
const OF_ENVIRONMENT = /^\$(?:env|script|global|local|using|private):/i;
const NAMES_SECRET = /pass|pw|secret|token|key|cred|user/i;
/** The same with no more than a number behind it. */
const NAMES_NUMBERED = /(?:pass|pw|pwd|passwd|password|secret|token|key|cred|creds|user)_?\d{1,2}$/i;
/** A command with its end cut off at a blank, `\`cat`; what stands between two backticks without one is a word. */
const COMMAND_BEGINS = /^`(?:[a-z][a-z./-]*|[~./$][^`]*|[^`]*[ (|][^`]*`?)$/;

/** Whether nothing but what the shell, a template or code fills in makes up a word: `${X}`, `$(cat x)`, `{{ x }}`, `$X:$Y`, `%PW%`. */
export function isFilledIn(value: string): boolean {
  // What a command prints, and what stands in two pairs of quotes.
  if (value.startsWith('`')) return COMMAND_BEGINS.test(value);
  const { length } = value;
  if (value.startsWith('"') && value.endsWith('"') && length > 2) return isFilledIn(value.slice(1, -1));
  if (DRAWN_NAME.test(value)) return false;
  return isMadeOfParts(value) || FILLED_IN_BEFORE.test(value) || isJoined(value);
}

/** Without a quote or a blank of code, `'+pw+'` alone: the name of a secret without digits. */
function isJoined(value: string): boolean {
  return JOINED.test(value) && (/["' ]/.test(value) || (NAMES_SECRET.test(value) && !/\d/.test(value)));
}

/**
 * Nothing but parts and the signs between them. Each part is read once, as far as it goes: an expression for all of it would try
 * each way to share `$a._$b` between names and signs.
 */
function isMadeOfParts(value: string): boolean {
  let end = endOf(PART_HERE, value, 0);
  if (end < 0 && /^[:/@]/.test(value)) end = endOf(PART_HERE, value, 1);
  if (end < 0) return false;
  for (let next = nextPartEnd(value, end); next > 0; next = nextPartEnd(value, end)) end = next;
  return endOf(REST, value, end) >= 0;
}

/** Where the part ends that begins at `at`, or behind the signs there; -1 without one. */
function nextPartEnd(value: string, at: number): number {
  let start = at;
  for (let signs = 0; start >= 0 && signs <= MOST_BETWEEN; signs++) {
    const end = endOf(PART_HERE, value, start);
    if (end >= 0) return end;
    start = endOf(BETWEEN, value, start);
  }
  return -1;
}

function endOf(sticky: RegExp, value: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(value) ? sticky.lastIndex : -1;
}

/** Whether a word in single quotes begins with a `$` of its own, `'$Summer77'`: there the shell fills in nothing, unless other quotes stand round it. */
export function isOwnDollar(value: string): boolean {
  return (
    value.startsWith('$') &&
    /\d/.test(value) &&
    VARIABLES.test(value) &&
    !OF_ENVIRONMENT.test(value) &&
    !/^\$\d+$/.test(value) &&
    !value.split(':').every((part) => NAMES_NUMBERED.test(part) || !/\d/.test(part))
  );
}
