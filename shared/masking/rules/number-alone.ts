/** Two small letters behind a number measure it or say how it went, and are no part of it. */
const UNITS = /^(?:[nmu]s|ok|[kmgt]b)$/;

/** True for a text that is nothing but a number or a few: a field that was handed over alone. */
export function isNumberAlone(text: string): boolean {
  if (text.length > 64 || /[="'`{}<>]/.test(text)) return false;
  const words = text.trim().split(/\s+/);
  return (
    words.some((word) => /\d/.test(word)) &&
    !UNITS.test(words.at(-1)!) &&
    words.every(
      (word) =>
        (/\d/.test(word) && !/[A-Za-z],/.test(word)) || /^(?:[A-Za-z]{1,2}|[A-Z]{5}|and|,)$/.test(word),
    )
  );
}
