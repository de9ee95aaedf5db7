import * as z from 'zod';
import { notTold } from '../common/not-told.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';

const Person = z
  .object({ name: z.string().max(500).nullish(), email: z.string().max(500).nullish() })
  .nullish();
const Commit = z.object({ author: Person, committer: Person });
/** Identities that a search finds, the field that is used. */
export const Identities = z.object({
  value: z.array(z.object({ providerDisplayName: z.string().max(500).nullish() }).nullable()),
});

const MOST_PAGES = 10;
/** So many addresses are looked up; a change with more authors is none that one person answers for. */
const MOST_ADDRESSES = 20;

/**
 * Who wrote or committed commits of the pull request. Azure DevOps tells names and addresses as git has them, which everybody sets as they like;
 * so each address is looked up, too, for the display name by which pull requests name their authors. Empty where Azure DevOps does not tell.
 */
export async function fetchCommitAuthors(
  api: AzureDevopsApi,
  project: string,
  number: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names = new Set<string>();
  const addresses = new Set<string>();
  try {
    const path = ['pullRequests', number, 'commits'];
    for await (const commit of api.list(project, path, Commit, MOST_PAGES, signal)) {
      for (const person of [commit.author, commit.committer]) {
        names.add(person?.name ?? '');
        addresses.add((person?.email ?? '').toLowerCase());
      }
    }
  } catch (error) {
    notTold(error);
  }
  for (const address of [...addresses].filter((one) => one !== '').slice(0, MOST_ADDRESSES)) {
    const query = { searchFilter: 'MailAddress', filterValue: address };
    const found = await api.findIdentities(query, Identities, signal).catch(notTold);
    for (const identity of found?.value ?? []) names.add(identity?.providerDisplayName ?? '');
  }
  return [...names, ...addresses].filter((account) => account !== '');
}
