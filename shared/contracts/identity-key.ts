import type { Masked } from './masked.ts';

/**
 * Key of the pseudonyms in names that have to be found again in later runs: service, branch, environment, metric and label. Under a
 * run's own key the same branch would have another name in every run, and no baseline would ever be found.
 */
export function identityKey(tenant: string): string {
  return `identity/${tenant}`;
}

const REPLACED = /<[a-z][a-z0-9-]{0,30}-[0-9a-f]{6}[0-9a-f.]{6,7}>/;

/** Whether something in a masked name was replaced, so that it no longer is the name that the other side knows. */
export function isReplaced(name: Masked): boolean {
  return REPLACED.test(name);
}

/**
 * Whether a masked name may stand for this one: what was not replaced has to be in it. Masking decodes and folds what is no plain character, so
 * a name with such ones may be anything.
 */
export function mayStandFor(masked: Masked, name: string): boolean {
  if (!isReplaced(masked)) return masked === name;
  if (!/^[!-$&-~]*$/.test(name)) return true;
  const [head = '', ...kept] = masked.split(REPLACED);
  const tail = kept.pop() ?? '';
  if (!name.startsWith(head)) return false;
  let at = head.length;
  for (const part of kept) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - tail.length >= at && name.endsWith(tail);
}
