import { isPlaceholder } from './secret-values.ts';

const LONGEST = 128;
const SHORTEST = 4;
/** What stands behind a quote that closes rather than opens. */
const NOT_OPENING = '(?![\\s,:;})\\]=])';

/** The source of an expression for a value in quotes, which may hold blanks: group 1. In JSON its quotes are escaped. */
export const QUOTED_WORD = `\\\\{0,3}["']((?<=")${NOT_OPENING}[^"\\n\\\\]{${SHORTEST},${LONGEST}}(?=\\\\{0,3}")|(?<=')${NOT_OPENING}[^'\\n]{${SHORTEST},${LONGEST}}(?='))`;

/** The same for a word of a command: in quotes, or up to the next blank, with signs behind the backslash of a shell. */
export const COMMAND_WORD = `(?:\\\\{0,3}["'])?((?<=")${NOT_OPENING}[^"\\n\\\\]{${SHORTEST},${LONGEST}}(?=\\\\{0,3}")|(?<=')${NOT_OPENING}[^'\\n]{${SHORTEST},${LONGEST}}(?=')|(?:[^\\s"'\\\\<>]|\\\\[^\\s"'\\\\nrtu<>]){${SHORTEST},${LONGEST}})`;

/** A part that the shell or a template fills in: `${X}`, `$(cat x)`, `{{ x }}`, `$X:$Y`, `%PW%`, `:pw`, `&pw`. */
const FILLED_IN = /\$[{(]|\{\{|^[$%][A-Za-z_]|^[:&][A-Za-z_]\w*$|^\$?\d$/;

/** Whether a word of a command or of a statement is a value, and neither a placeholder nor filled in later. */
export function isGivenWord(value: string): boolean {
  return !isPlaceholder(value) && !FILLED_IN.test(value);
}
