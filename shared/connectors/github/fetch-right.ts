import * as z from 'zod';
import type { CommentAuthor, Right } from '../../ports/change-host.ts';
import type { GithubApi } from './github-api.ts';
import type { OwnIdentity } from './own-identity.ts';

/** `maintain` is told as `write` and `triage` as `read` in this field. */
const Permission = z.object({ permission: z.string().max(60) });

/** What a user may do in the repository, by own rights, teams and the organisation. */
export async function fetchRight(
  api: GithubApi,
  own: OwnIdentity,
  project: string,
  { id, name }: CommentAuthor,
  signal: AbortSignal,
): Promise<Right> {
  if (await own.isOurs({ user: { id: Number(id), login: name } }, signal)) return 'own';
  const found = await api.find(project, ['collaborators', name, 'permission'], {}, Permission, signal);
  return found?.permission === 'write' || found?.permission === 'admin' ? 'write' : 'read';
}
