import { type Scan } from '../scan.ts';
import { isFilledIn, isOwnDollar } from './filled-in.ts';
import { isPlaceholder } from './secret-values.ts';

const LONGEST = 128;
const SHORTEST = 4;
/** What stands behind a quote that closes rather than opens. */
const NOT_OPENING = '(?![\\s,:;})\\]=])';

/** The source of an expression for a value in quotes, which may hold blanks: group 1. In JSON its quotes are escaped. */
export const QUOTED_WORD = `\\\\{0,3}["']((?<=")${NOT_OPENING}[^"\\n\\\\]{${SHORTEST},${LONGEST}}(?=\\\\{0,3}")|(?<=')${NOT_OPENING}[^'\\n]{${SHORTEST},${LONGEST}}(?='))`;

/** The same for a word of a command: in quotes, or up to the next blank, with signs behind the backslash of a shell. */
export const COMMAND_WORD = `(?:\\\\{0,3}["'])?((?<=")${NOT_OPENING}[^"\\n\\\\]{${SHORTEST},${LONGEST}}(?=\\\\{0,3}")|(?<=')${NOT_OPENING}[^'\\n]{${SHORTEST},${LONGEST}}(?=')|(?:[^\\s"'\\\\<>]|\\\\[^\\s"'\\\\nrtu<>]|(?<=[^\\s"'])\\\\{1,2} (?=[^\\s"'-])){${SHORTEST},${LONGEST}})`;

/** The same as lists of processes show it, with `<`, `>` and backslashes of its own: group 1 ends at a blank or a quote. */
export const PLAIN_WORD = `(?:["'](?=[^\\s"']{${SHORTEST},${LONGEST}}["'])|(?!["']))((?:[^\\s"'\\\\]|(?<=[^\\s"'])\\\\ (?=[^\\s"'-])|\\\\'(?=\\w)|\\\\(?! )){${SHORTEST},${LONGEST}})`;

/** The same in a quote that nothing closes, as lines that were cut short have it: all up to the end of the line. */
export const UNCLOSED_WORD = `["'](?!\\W{0,2}(?:\\s|$))((?<=")[^"\\n\\\\]{${SHORTEST},${LONGEST}}(?=\\r?\\n|$)|(?<=')[^'"\\n\\\\]{${SHORTEST},${LONGEST}}(?=\\r?\\n|$|\\\\{0,3}"))`;

/**
 * Whether a word of a command or of a statement is a value, and neither a placeholder nor filled in later. Where the form
 * began at `start` tells what quotes stand round it.
 */
export function isGivenWord(value: string, scan?: Scan, start?: number): boolean {
  if (isOwnDollar(value) && scan !== undefined && start !== undefined)
    return scan.text[scan.text.indexOf(value, start) - 1] === "'";
  return !isPlaceholder(value) && !isFilledIn(value);
}

/** `the --password option`, `--password must be given`, `[--password PASSWORD]`, `--password value, -p value`: of an option it is said what it is. */
export const SAYS_OPTION =
  /^(?:(?:option|flag|argument|parameter|switch|value|string|text|word)s?|must|should|requires?|needs?|takes?|expects?|overrides?|sets?|specif(?:y|ies)|means?|does|will|can|cannot|could|would|has|have|was|were|are|instead|via|using|which|where|when|while|unless|because|before|after|then|than|that|this|also|only|both|either|already|given)[.,;:!?)\]}|]{0,3}$/i;

/** Whether a word behind an option is its value, and no sentence goes on. */
export function isOptionValue(value: string, scan?: Scan, start?: number): boolean {
  return (
    isGivenWord(value, scan, start) &&
    !SAYS_OPTION.test(value) &&
    !isPlaceholder(value.replace(CLOSES_USAGE, ''))
  );
}

/** `[--password PASSWORD] [--user USER]` */
const CLOSES_USAGE = /[,|)\]}]{1,2}$/;
