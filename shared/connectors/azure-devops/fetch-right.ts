import * as z from 'zod';
import type { CommentAuthor, Right } from '../../ports/change-host.ts';
import type { AzureDevopsApi } from './azure-devops-api.ts';

/** Security namespace "Git Repositories" and its bit GenericContribute. Source: learn.microsoft.com, "Security namespaces". */
const GIT_REPOSITORIES = '2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87';
const CONTRIBUTE = 4;

const Identities = z.object({
  value: z.array(z.object({ descriptor: z.string().min(1).max(500) }).nullable()),
});
const Repository = z.object({ id: z.string().min(1), project: z.object({ id: z.string().min(1) }) });
const AccessLists = z.object({
  value: z.array(
    z.object({
      acesDictionary: z.record(
        z.string(),
        z.object({ extendedInfo: z.object({ effectiveAllow: z.int().nullish() }).nullish() }),
      ),
    }),
  ),
});

/**
 * Whether an identity may contribute to the repository: the effective permission bits of its own entry, which Azure DevOps works out from
 * groups and from the levels above. Who is not found may read.
 */
export async function fetchRight(
  api: AzureDevopsApi,
  ownId: string,
  project: string,
  { id }: CommentAuthor,
  signal: AbortSignal,
): Promise<Right> {
  if (id.toLowerCase() === ownId.toLowerCase()) return 'own';
  const repository = await api.find(project, [], {}, Repository, signal);
  const identities = await api.findIdentities({ identityIds: id }, Identities, signal);
  const descriptor = identities?.value[0]?.descriptor;
  if (repository === null || descriptor === undefined) return 'read';
  const lists = await api.findOfOrganisation(
    ['accesscontrollists', GIT_REPOSITORIES],
    {
      token: `repoV2/${repository.project.id}/${repository.id}`,
      descriptors: descriptor,
      includeExtendedInfo: 'true',
    },
    AccessLists,
    signal,
  );
  const allowed = (lists?.value ?? []).some(
    ({ acesDictionary }) =>
      ((acesDictionary[descriptor]?.extendedInfo?.effectiveAllow ?? 0) & CONTRIBUTE) === CONTRIBUTE,
  );
  return allowed ? 'write' : 'read';
}
