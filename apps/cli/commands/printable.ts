const MAX_SHOWN = 300;

/** The beginning of a text of a log; control characters of a hostile one must not reach the terminal. */
export function printable(text: string): string {
  return text.slice(0, MAX_SHOWN).replace(/\p{Cc}/gu, '·');
}

/** `1 record`, `2 records` */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
