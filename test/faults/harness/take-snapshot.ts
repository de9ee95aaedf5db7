import { BlobServiceClient } from '@azure/storage-blob';
import pg from 'pg';
import { PROJECT } from './changes.ts';
import type { AcceptedChange, Snapshot } from './snapshot.ts';
import type { FaultWorld } from './start-fault-world.ts';

const AT_ONCE = 16;

/** Reads stores and look-alikes past all proxies, with the vendors' own clients. */
export async function takeSnapshot(
  world: FaultWorld,
  accepted: readonly AcceptedChange[],
): Promise<Snapshot> {
  const storage = BlobServiceClient.fromConnectionString(world.cloud.env['BLOB_STORAGE'] ?? '');
  const [records, audit, rows] = await Promise.all([
    readAll(storage, 'artifacts', 'runs/'),
    readAll(storage, 'audit', ''),
    readRows(world.urls.database),
  ]);
  return {
    accepted,
    records,
    audit,
    rows,
    comments: accepted.flatMap(({ iid }) =>
      world.gitlab.notes(PROJECT, iid).map(({ body }) => ({ iid, body })),
    ),
    statuses: accepted.flatMap(({ headSha }) =>
      world.gitlab.statuses(PROJECT, headSha).map(({ sha, name, status }) => ({ sha, name, status })),
    ),
    issues: world.jira.world.issues.map(({ key, status, fields, links }) => ({
      key,
      open: status.category !== 'done',
      text: JSON.stringify([fields, [...links.values()]]),
    })),
    messages: world.slack.messages().map(({ ts, text, blocks, metadata }) => ({
      ts,
      text: JSON.stringify([text, blocks, metadata]),
    })),
    queues: world.cloud.serviceBus.stats(),
  };
}

async function readAll(
  storage: BlobServiceClient,
  container: string,
  prefix: string,
): Promise<Map<string, Uint8Array>> {
  const client = storage.getContainerClient(container);
  const names: string[] = [];
  for await (const { name } of client.listBlobsFlat({ prefix })) names.push(name);
  const found = new Map<string, Uint8Array>();
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const some = names.slice(start, start + AT_ONCE);
    const bytes = await Promise.all(some.map((name) => client.getBlobClient(name).downloadToBuffer()));
    some.forEach((name, index) => found.set(name, bytes[index] ?? new Uint8Array()));
  }
  return found;
}

async function readRows(connectionString: string): Promise<Snapshot['rows']> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ run_id: string; status: string; verdict: string | null }>(
      'select run_id, status, verdict from runs order by run_id',
    );
    return rows.map(({ run_id: runId, status, verdict }) => ({ runId, status, verdict }));
  } finally {
    await client.end();
  }
}
