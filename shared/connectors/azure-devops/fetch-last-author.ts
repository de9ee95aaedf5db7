import * as z from 'zod';
import { notTold } from '../common/not-told.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';
import { Identities } from './fetch-commit-authors.ts';

const Commits = z.object({
  value: z.array(z.object({ author: z.object({ email: z.string().max(500).nullish() }).nullish() })),
});

/**
 * Who wrote the last commit of a file up to a ref, by the display name under which Azure DevOps knows the commit's address: names in commits are
 * what everybody sets as they like. Null for an address that belongs to nobody.
 */
export async function fetchLastAuthor(
  api: AzureDevopsApi,
  project: string,
  path: string,
  ref: string,
  signal: AbortSignal,
): Promise<string | null> {
  const query = {
    'searchCriteria.itemPath': `/${path}`,
    'searchCriteria.itemVersion.version': ref,
    'searchCriteria.itemVersion.versionType': /^[0-9a-f]{40}$/.test(ref) ? 'commit' : 'branch',
    'searchCriteria.$top': 1,
  };
  const found = await api.find(project, ['commits'], query, Commits, signal).catch(notTold);
  const email = found?.value[0]?.author?.email ?? '';
  if (email === '') return null;
  const search = { searchFilter: 'MailAddress', filterValue: email.toLowerCase() };
  const known = await api.findIdentities(search, Identities, signal).catch(notTold);
  const names = (known?.value ?? []).map((identity) => identity?.providerDisplayName ?? '');
  return names.find((name) => name !== '') ?? null;
}
