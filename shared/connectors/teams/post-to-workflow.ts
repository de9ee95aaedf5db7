import * as z from 'zod';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ConnectorKit } from '../../ports/connector.ts';

/**
 * Hands a message to a workflow. 202 with an empty body: the workflow has the card. Whether it can show it is told in its run history
 * alone.
 */
export async function postToWorkflow(
  secretName: string,
  message: object,
  kit: ConnectorKit,
  signal: AbortSignal,
): Promise<void> {
  const url = addressFrom(await kit.secret(secretName), secretName);
  await kit.http.sendJson('POST', url, message, z.unknown(), { signal });
}

/** Hosts of workflows change (logic.azure.com stopped in 2025), so no list of them is held here. */
function addressFrom(secret: string, name: string): URL {
  const address = secret.trim();
  if (URL.canParse(address) && /^https?:\/\//i.test(address)) return new URL(address);
  throw new PermanentError(
    'CONFIG_INVALID',
    `The secret "${name}" is not the address of a Teams workflow; copy the whole of it, beginning with https://.`,
  );
}
