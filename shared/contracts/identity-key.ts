import type { Masked } from './masked.ts';

/**
 * Key of the pseudonyms in names that have to be found again in later runs: service, branch, environment, metric and label. Under a
 * run's own key the same branch would have another name in every run, and no baseline would ever be found.
 */
export function identityKey(tenant: string): string {
  return `identity/${tenant}`;
}

/** Whether something in a masked name was replaced, so that it no longer is the name that the other side knows. */
export function isReplaced(name: Masked): boolean {
  return /<[a-z][a-z0-9-]{0,30}-[0-9a-f]{6}[0-9a-f.]{6,7}>/.test(name);
}
