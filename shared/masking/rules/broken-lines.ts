/**
 * What a line of code begins with whose colon ends a condition or parameters: the name stands right behind it, or signs of code before the
 * name (`for the database password:` is a sentence).
 */
const STATEMENT =
  /(?:^|[\r\n])[ \t]*(?:(?:async )?(?:if|elif|else if|while|for|with|def|class|except|case|func|fn|assert|return|raise)\b)(?:[^\r\n]*[(._=<>[][^\r\n]*| (?:not )?)$/;
const STATEMENT_REACH = 160;

/** Whether a statement of code ends behind the name, or a docstring begins below it, so that no value of the name stands in the next line. */
export function isCodeBroken(text: string, nameStart: number, nameEnd: number, valueStart: number): boolean {
  if (text.startsWith('""', valueStart) && text.slice(nameEnd, valueStart).includes(')')) return true;
  return STATEMENT.test(text.slice(Math.max(0, nameStart - STATEMENT_REACH), nameStart));
}
