import { describe, expect, it } from 'vitest';
import { answer, signal, startStore } from '../../../test/support/blob-server.ts';
import { stopServersAfterEach } from '../../../test/support/local-server.ts';
import { createRawVault } from './create-raw-vault.ts';

const BYTES = new TextEncoder().encode('{"a":1}');

describe('the raw vault', () => {
  stopServersAfterEach();

  it('overwrites what an earlier delivery put there', async () => {
    const { container, server } = await startStore(answer(201));

    await createRawVault(container).put('run/metrics/0', BYTES, 'text/plain', signal());

    expect(server.seen[0]?.headers['if-none-match']).toBeUndefined();
  });

  it('answers null for a payload whose hours are over, and comes back later on a failure', async () => {
    const gone = await startStore(answer(404, 'BlobNotFound'));
    const down = await startStore(answer(503, 'ServerBusy'));

    expect(await createRawVault(gone.container).take('run/metrics/0', signal())).toBeNull();
    await expect(createRawVault(down.container).take('run/metrics/0', signal())).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});
