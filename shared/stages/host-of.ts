import type { Change } from '../contracts/analysis-requested.ts';
import type { ChangeHost } from '../ports/change-host.ts';
import type { Connections } from '../ports/connections.ts';

/** The code host of a change. @returns null for one that was asked for by hand. */
export async function hostOf(change: Change, connections: Connections): Promise<ChangeHost | null> {
  if (change.connection === null) return null;
  const { changes } = await connections.get(change.connection);
  return changes ?? null;
}
