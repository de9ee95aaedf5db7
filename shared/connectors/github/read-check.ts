import * as z from 'zod';
import type { ChangeHost, RawChange, ReadEvent } from '../../ports/change-host.ts';
import type { GithubApi } from './github-api.ts';

/** A check that somebody asked for again, as its event names it. */
export const NamedCheck = z.object({
  project: z.string().min(3),
  sha: z.string().min(7),
  /** Pull requests that the event names, parted by commas. */
  numbers: z.string(),
  of: z.enum(['one', 'all']),
  /** The service beside the change's own whose check it is. */
  beside: z.string().nullable(),
});
export type NamedCheck = z.infer<typeof NamedCheck>;

const Pull = z.object({ number: z.int().positive(), state: z.string().nullish() });
const MOST_PAGES = 1;
const MOST_PULL_REQUESTS = 10;

/** The open pull request whose head the checked commit is, to be judged again. A commit that is no head any more is not: its successor is. */
export async function readCheck(
  api: GithubApi,
  host: Pick<ChangeHost, 'fetchChange'>,
  event: string,
  named: NamedCheck,
  signal: AbortSignal,
): Promise<ReadEvent> {
  const change = await headOf(api, host, named, signal);
  if (change === null) {
    return { kind: 'ignored', event, why: 'the commit is the head of no open pull request' };
  }
  const again = named.of === 'all' ? {} : { beside: named.beside };
  return { kind: 'change', intent: 'judge', event, change, again };
}

async function headOf(
  api: GithubApi,
  host: Pick<ChangeHost, 'fetchChange'>,
  { project, sha, numbers }: NamedCheck,
  signal: AbortSignal,
): Promise<RawChange | null> {
  const told = numbers.split(',').filter((number) => number !== '');
  const asked = told.length > 0 ? told : await pullsOf(api, project, sha, signal);
  for (const number of asked.slice(0, MOST_PULL_REQUESTS)) {
    const change = await host.fetchChange(project, number, signal);
    if (change?.headSha === sha && (await isOpen(api, project, number, signal))) return change;
  }
  return null;
}

async function pullsOf(
  api: GithubApi,
  project: string,
  sha: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  const list = { item: Pull, mostPages: MOST_PAGES };
  for await (const one of api.list(project, ['commits', sha, 'pulls'], {}, list, signal)) {
    found.push(String(one.number));
  }
  return found;
}

async function isOpen(
  api: GithubApi,
  project: string,
  number: string,
  signal: AbortSignal,
): Promise<boolean> {
  const pull = await api.find(project, ['pulls', number], {}, Pull, signal);
  return pull !== null && pull.state !== 'closed';
}
