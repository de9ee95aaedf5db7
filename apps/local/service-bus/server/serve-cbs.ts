import { type Receiver } from 'rhea';
import { type Bus } from '../broker/bus.ts';
import { type AccessKey, claimFromToken } from './access-key.ts';
import { type ConnectionState } from './connection-state.ts';
import { entityNotFound, findEntity } from './entity-path.ts';
import { type Reply, type RequestMessage, serveRequests } from './request-link.ts';

/** Most claims kept per connection; a client holds one for each queue and each management link. */
const MAX_CLAIMS = 1000;

/** Claims-based security: the client puts a signed token for each entity before it attaches to it. */
export function serveCbs(bus: Bus, state: ConnectionState, link: Receiver, access: AccessKey): void {
  serveRequests(state, link, (request) => putToken(bus, state, request, access));
}

function putToken(bus: Bus, state: ConnectionState, request: RequestMessage, access: AccessKey): Reply {
  const token: unknown = request['body'];
  const claim = typeof token === 'string' ? claimFromToken(token, access, bus.now()) : null;
  if (claim === null)
    return reply(
      401,
      'InvalidSignature: The token is not signed with the key of this namespace, or it has expired.',
    );
  if (claim.path !== '' && findEntity(bus, claim.path) === null)
    return reply(404, entityNotFound(claim.path).description);
  const known = state.claims.findIndex((each) => each.path === claim.path);
  if (known >= 0) state.claims.splice(known, 1);
  state.claims.unshift(claim);
  state.claims.splice(MAX_CLAIMS);
  return reply(202, 'Accepted');
}

function reply(status: number, description: string): Reply {
  return { properties: { 'status-code': status, 'status-description': description } };
}
