import { BlobServiceClient } from '@azure/storage-blob';
import type { TokenCredential } from '@azure/identity';

/** Containers that the deployment makes; names are part of the contract with infra/. */
export const CONTAINERS = { artifacts: 'artifacts', raw: 'raw', audit: 'audit', state: 'state' } as const;

/** Each try is short and tries are few: the queue redelivers. */
const RETRIES = { maxTries: 2, tryTimeoutInMs: 15_000, retryDelayInMs: 200, maxRetryDelayInMs: 1_000 };

/** @param storage a connection string, or the account's blob endpoint when a credential (managed identity) opens it. */
export function createBlobServiceClient(
  storage: string,
  credential: () => TokenCredential,
): BlobServiceClient {
  const options = { retryOptions: RETRIES };
  return storage.includes('AccountName=') || storage.startsWith('UseDevelopmentStorage')
    ? BlobServiceClient.fromConnectionString(storage, options)
    : new BlobServiceClient(storage, credential(), options);
}
