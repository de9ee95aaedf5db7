const FNV = 16777619;

/** A time without the brackets round it and the number of the process that Ruby writes into them. */
export function withoutBrackets(time: string): string {
  if (!/^[[(<]/.test(time)) return time;
  return time
    .replace(/^.|[\])>]$/g, '')
    .replace(/ #\d+$/, '')
    .trim();
}

/** A message, and what a field of its own says of the error. */
export function withError(message: string, error: string): string {
  return error === '' ? message : `${message}: ${error}`;
}

/** Hash (FNV-1a over UTF-16) of text[start, end). */
export function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV);
  return hash;
}
