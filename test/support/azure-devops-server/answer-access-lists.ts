import type { LookAlikeReply } from '../serve-look-alike.ts';
import { TEAM_ID } from './answer-repository.ts';
import type { AdoState } from './azure-devops-state.ts';

/** `_apis/accesscontrollists/{namespace}`: the lists of one token, with what holds for an identity in the end. */
export function answerAccessLists(state: AdoState, query: URLSearchParams): LookAlikeReply {
  const descriptor = query.get('descriptors') ?? '';
  const repository = state.repositories.find(({ id }) => query.get('token') === `repoV2/${TEAM_ID}/${id}`);
  const bits = [...(repository?.permissions ?? [])].find(([id]) => descriptorOf(id) === descriptor)?.[1];
  if (bits === undefined || query.get('includeExtendedInfo') !== 'true')
    return { status: 200, value: { count: 0, value: [] } };
  const entry = { descriptor, allow: 0, deny: 0, extendedInfo: { effectiveAllow: bits } };
  return { status: 200, value: { count: 1, value: [{ acesDictionary: { [descriptor]: entry } }] } };
}

/** How lists of access name an identity. */
export function descriptorOf(id: string): string {
  return `Microsoft.IdentityModel.Claims.ClaimsIdentity;shop\\${id}`;
}
