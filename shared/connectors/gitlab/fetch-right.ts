import * as z from 'zod';
import type { CommentAuthor, Right } from '../../ports/change-host.ts';
import type { GitlabApi } from './gitlab-api.ts';

const Member = z.object({ access_level: z.int(), state: z.string().max(60).nullish() });
/** Developer: who may push to branches that are not protected. */
const DEVELOPER = 30;

/** Members of the project and of the groups above it; a blocked one may nothing more than read. */
export async function fetchRight(
  api: GitlabApi,
  ownUserId: number,
  project: string,
  { id }: CommentAuthor,
  signal: AbortSignal,
): Promise<Right> {
  if (Number(id) === ownUserId) return 'own';
  const member = await api.find(['projects', project, 'members', 'all', id], {}, Member, signal);
  const active = (member?.state ?? 'active') === 'active';
  return member !== null && active && member.access_level >= DEVELOPER ? 'write' : 'read';
}
