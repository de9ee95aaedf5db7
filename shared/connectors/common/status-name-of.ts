import type { ChangeHost } from '../../ports/change-host.ts';

/** Name of a status: the connection's own, and one below it for a service judged beside the change's own. */
export function statusNameOf(
  name: string,
  { beside }: Pick<Parameters<ChangeHost['ensureStatus']>[0], 'beside'>,
): string {
  return beside === undefined ? name : `${name}/${beside}`;
}
