/**
 * The beginning of raw text, of at most `most` characters, and nothing of the word through which that bound goes: the text is masked later on, and half of
 * a secret is none that a rule knows.
 */
export function cutAtBlank(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.slice(0, most + 1).search(/\s\S*$/);
  return end < 0 ? '' : text.slice(0, end);
}
