import { type Place } from './blank-tables.ts';

/** So much of one `data` is in no text whose end is near. */
const FEWEST = 64 * 1024;
const BASE64 = /^[A-Za-z\d+/]*={0,2}$/;

/** Whether values are many and all in Base64, as Kubernetes keeps what a Secret holds; the data of a ConfigMap are plain text. */
export function areSealed(text: string, values: readonly Place[]): boolean {
  let length = 0;
  for (const { start, end } of values) length += end - start;
  return length >= FEWEST && values.every(({ start, end }) => BASE64.test(text.slice(start, end)));
}
