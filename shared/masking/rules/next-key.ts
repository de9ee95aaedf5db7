/** `, last_name=`, ` plan =`, `, age:`, ` and status =`: the next field; with a colon and a capital only behind a comma, and such as are usual beside a name. */
const NEXT_KEY =
  /(?: (?:and|or))?(?:,? [\p{L}\d_.-]{1,40} ?=|, ?[\p{Ll}_][\p{L}\d_.-]{0,40}:| [\p{Ll}_][\p{L}\d_.-]{0,40}: |,? (?:IBAN|BIC) |, (?:(?:First|Last|Middle|Full)(?: [Nn]ame)?|Age|DOB|Born|City|E-?[Mm]ail|Phone|Address|Country|Street|Zip|Gender|Sex|ID|Status|Plan|Role):)/u;
const REACH = 48;

/** How much of a value stands before the next field of its line. */
export function nextKeyAt(value: string, text: string, from: number): number {
  if (!value.includes(' ')) return value.length;
  const at = text.slice(from, from + value.length + REACH).search(NEXT_KEY);
  return at < 0 ? value.length : Math.min(at, value.length);
}
