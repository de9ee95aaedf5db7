import { app } from '@azure/functions';
import { ManagedIdentityCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { ServiceBusClient } from '@azure/service-bus';
import { BlobServiceClient } from '@azure/storage-blob';
import pg from 'pg';

/** Azure's own clients, configured by the environment alone, as the product is. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 3 });
pool.on('error', () => undefined);
const container = BlobServiceClient.fromConnectionString(process.env.BLOB_STORAGE).getContainerClient(
  'notes',
);
const sender = new ServiceBusClient(process.env.SERVICE_BUS).createSender('notes');

app.http('write', {
  methods: ['POST'],
  route: 'notes/{id}',
  handler: async (request) => {
    const text = await request.text();
    await container.createIfNotExists();
    await container.getBlockBlobClient(request.params.id).upload(text, Buffer.byteLength(text));
    await sender.sendMessages({ messageId: request.params.id, body: { id: request.params.id } });
    return { status: 202 };
  },
});

app.serviceBusQueue('notes', {
  connection: 'SERVICE_BUS',
  queueName: 'notes',
  handler: async ({ id }) => {
    const text = (await container.getBlobClient(id).downloadToBuffer()).toString();
    await pool.query('create table if not exists notes (id text primary key, text text)');
    await pool.query('insert into notes values ($1, $2) on conflict do nothing', [id, text]);
  },
});

app.http('read', {
  methods: ['GET'],
  route: 'notes/{id}',
  handler: async (request) => {
    const rows = await pool.query('select text from notes where id = $1', [request.params.id]).then(
      (result) => result.rows,
      () => [],
    );
    return rows.length === 0 ? { status: 404 } : { jsonBody: rows[0] };
  },
});

app.http('secret', {
  route: 'secrets/{name}',
  handler: async (request) => {
    const client = new SecretClient(process.env.KEY_VAULT_URL, new ManagedIdentityCredential(), {
      disableChallengeResourceVerification: true,
      allowInsecureConnection: true,
    });
    return { body: (await client.getSecret(request.params.name)).value };
  },
});

app.http('settings', {
  handler: () => ({
    jsonBody: { publicUrl: process.env.PUBLIC_URL, extra: process.env.EXTRA_SETTING, pid: process.pid },
  }),
});
