import { wordsSpelled } from './spelled-names.ts';

const PARTS = /\?\.|\.|::|->/;
const SIGNS = /[^A-Za-z\d]+/g;

/** Words of all names of a path (`self.tokens_taken` 3); receivers of one letter have none, and a name that is not spelled makes it 0. */
export function wordsOfPath(path: string): number {
  let words = 0;
  for (const part of path.split(PARTS)) {
    if (part.length === 1 || /^_+$/.test(part)) continue;
    const spelled = wordsSpelled(part);
    if (spelled === 0) return 0;
    words += spelled;
  }
  return words;
}

/** The last name of a path. */
export function lastOf(path: string): string {
  return path.slice(path.search(/[^.:>]*$/));
}

/** The same in small letters and digits alone. */
export function plainOf(path: string): string {
  return lastOf(path).replace(SIGNS, '').toLowerCase();
}
