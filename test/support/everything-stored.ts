import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { CONTAINERS } from '../../shared/platform/blob/blob-client.ts';
import type { Installation } from './start-installation.ts';
import { blobs } from './stores.ts';

type Look = (where: string, content: string | Uint8Array) => void;

/** Hands every blob of every container but the raw vault to `look`: name, metadata and content. @returns how many. */
export async function lookAtBlobs(installation: Installation, look: Look): Promise<number> {
  let count = 0;
  const service = blobs(installation);
  for await (const { name: containerName } of service.listContainers()) {
    if (containerName === CONTAINERS.raw) continue;
    const container = service.getContainerClient(containerName);
    for await (const blob of container.listBlobsFlat({ includeMetadata: true })) {
      const where = `blob ${containerName}/${blob.name.replace(/run-[0-9a-f]{24}/, '<run>').slice(0, 90)}`;
      look(where, JSON.stringify([blob.name, blob.metadata ?? {}]));
      look(where, await container.getBlobClient(blob.name).downloadToBuffer());
      count += 1;
    }
  }
  return count;
}

/** Names of the raw vault: its content is raw, its names are not. */
export async function rawNames(installation: Installation): Promise<string[]> {
  const names: string[] = [];
  const container = blobs(installation).getContainerClient(CONTAINERS.raw);
  for await (const blob of container.listBlobsFlat()) names.push(blob.name);
  return names;
}

/** Every row of every table of the product's database. @returns rows by table. */
export async function lookAtTables(
  { cloud }: Installation,
  look: Look,
): Promise<Readonly<Record<string, number>>> {
  const client = new pg.Client({ connectionString: cloud.env['DATABASE_URL'] ?? '' });
  await client.connect();
  try {
    const counts: Record<string, number> = {};
    const tables = await client.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: unknown }>(`select row_to_json(t) as row from ${name} t`);
      for (const { row } of rows) look(`table ${name}`, JSON.stringify(row));
      counts[name] = rows.length;
    }
    return counts;
  } finally {
    await client.end();
  }
}

/** The broker's journal, which holds every message sent since its start: it is compacted beyond 32 MiB only. */
export function lookAtMessages({ cloud }: Installation, look: Look): number {
  const folder = path.join(cloud.folder, 'service-bus');
  const files = readdirSync(folder).filter((file) => /journal|snapshot/i.test(file));
  let bytes = 0;
  for (const file of files) {
    const content = readFileSync(path.join(folder, file));
    bytes += content.length;
    look(`broker ${file}`, content);
  }
  return bytes;
}
