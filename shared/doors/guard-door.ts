import type { Caller } from '../access/caller.ts';
import { judgeBody } from '../access/judge-body.ts';
import { judgeCaller } from '../access/judge-caller.ts';
import { accessOf, type RouteName } from '../access/route-access.ts';
import { keptName } from '../masking/kept-name.ts';
import { type Door, type DoorReply, type DoorRequest, problem } from './door.ts';
import { type CallerPorts, identifyCaller } from './identify-caller.ts';

/**
 * What stands before every door: who asks (401, 429), whether the table of routes lets that caller in (403), and whether it takes such a body
 * (415). A door that is opened by a signature or a signed link checks that itself.
 * @param open gives the door as it is for the caller, whose tenant it works for; null for doors without a caller
 * @param onCaller told who asks as soon as that is known, and before it is judged what the caller may
 */
export async function guardDoor(
  route: RouteName,
  ports: CallerPorts,
  open: (caller: Caller | null) => Door,
  request: DoorRequest,
  onCaller: (caller: Caller) => void = () => undefined,
): Promise<DoorReply> {
  const access = accessOf(route);
  const isOpen = access.opens === 'signature' || access.opens === 'link';
  const caller = isOpen ? null : await identifyCaller(ports, request);
  if (caller !== null && 'status' in caller) return caller;
  if (caller !== null) onCaller(caller);
  const refusedCaller =
    caller === null
      ? null
      : judgeCaller(access, caller, request.url.searchParams, (name) =>
          keptName(name, { ...ports, tenant: caller.tenant }),
        );
  if (refusedCaller !== null) return problem(403, 'CALLER_FORBIDDEN', refusedCaller);
  const refusedBody = judgeBody(access, request.headers);
  if (refusedBody !== null) return problem(415, 'INPUT_INVALID', refusedBody);
  return open(caller)(caller === null ? request : { ...request, caller });
}
