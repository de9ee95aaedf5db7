import * as z from 'zod';
import { notTold } from '../common/not-told.ts';
import type { GithubApi } from './github-api.ts';

const User = z.object({ login: z.string().max(300).nullish() }).nullish();
const Person = z.object({ email: z.string().max(500).nullish() }).nullish();
const Commit = z.object({
  author: User,
  committer: User,
  commit: z.object({ author: Person, committer: Person }),
});

/** Documented: at most 250 commits of a pull request are listed. */
const MOST_PAGES = 3;
/** GitHub's own hand, for what people do on its pages. */
const WEB = ['web-flow', 'noreply@github.com'];
const NO_REPLY = /^(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com$/i;

/**
 * Users who wrote or committed commits of the pull request, as GitHub knows them by their confirmed addresses; of a commit that belongs to no
 * user, its address. Empty where GitHub does not tell.
 */
export async function fetchCommitAuthors(
  api: GithubApi,
  project: string,
  number: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const accounts = new Set<string>();
  const list = { item: Commit, mostPages: MOST_PAGES };
  try {
    for await (const one of api.list(project, ['pulls', number, 'commits'], {}, list, signal)) {
      accounts.add(accountOf(one.author, one.commit.author));
      accounts.add(accountOf(one.committer, one.commit.committer));
    }
  } catch (error) {
    notTold(error);
  }
  return [...accounts].filter((account) => account !== '' && !WEB.includes(account));
}

function accountOf(user: z.infer<typeof User>, person: z.infer<typeof Person>): string {
  const email = person?.email ?? '';
  return user?.login ?? NO_REPLY.exec(email)?.[1] ?? email;
}
