import { randomBytes } from 'node:crypto';
import { BlobServiceClient } from '@azure/storage-blob';
import { INSTALLATION_KEY_SECRET } from '../../shared/connect-access.ts';
import { CONTAINERS } from '../../shared/platform/blob/blob-client.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { migrate } from '../../shared/platform/postgres/migrate.ts';
import { PRODUCT_SECRETS } from '../../shared/wiring.ts';
import type { Cloud } from './cloud/start-cloud.ts';

/** What infra/ does for the real cloud: containers, database schema, the product's own secrets. Safe to repeat. */
export async function prepareCloud(cloud: Cloud): Promise<void> {
  const { BLOB_STORAGE: storage = '', DATABASE_URL: databaseUrl = '' } = cloud.env;
  const blobs = BlobServiceClient.fromConnectionString(storage);
  const containers = Object.values(CONTAINERS).map((name) =>
    blobs.getContainerClient(name).createIfNotExists(),
  );
  const database = createDatabase(databaseUrl);
  try {
    await Promise.all([...containers, migrate(database)]);
  } finally {
    await database.destroy();
  }
  // Both are made once and lie in one folder: a second version of the same value would only be another one to look at.
  if (!cloud.hasSecret(INSTALLATION_KEY_SECRET)) cloud.setSecret(INSTALLATION_KEY_SECRET, cloud.keys.default);
  for (const name of Object.values(PRODUCT_SECRETS)) {
    if (!cloud.hasSecret(name)) cloud.setSecret(name, randomBytes(32).toString('base64url'));
  }
}
