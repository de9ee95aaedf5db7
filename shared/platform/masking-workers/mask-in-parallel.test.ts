import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createMasker } from '../../masking/create-masker.ts';
import { createStreamMasker } from '../../masking/create-stream-masker.ts';
import { maskInParallel } from './mask-in-parallel.ts';
import { maskStream, type WriteMasked } from './mask-stream.ts';
import { readFileBytes } from './read-file-bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'masking-workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines = Array.from(
  { length: 80_000 },
  (_, index) => `line ${index} user${index % 97}@example.com from 10.0.${index % 200}.7 — größer`,
);
const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDn\n'.repeat(20)}-----END PRIVATE KEY-----`;
const table = (rows: number, head = 'id,login,password'): string =>
  `${head}\n${Array.from({ length: rows }, (_, index) => `${index},u${index},orchard${index % 7}x\n`).join('')}`;
const plain = 'plain words of a log line that says nothing at all\n';
const document = [...lines.slice(0, 40_000), key, ...lines.slice(40_000), 'end'].join('\n');

describe('maskInParallel', { timeout: 120_000 }, () => {
  it('gives what one thread gives, in order, and counts the same', async () => {
    const masker = createMasker({ runKey: 'k' });

    const { masked, counts } = await inParallel(Buffer.from(document));

    expect(masked.equals(Buffer.from(masker.mask(document)))).toBe(true);
    expect(counts).toEqual(masker.counts());
  });

  it('judges a number at the end of a long text as one thread does', async () => {
    const line = plain.repeat(41_000);
    const long = `${line}${line.slice(0, 2 * 1024 * 1024 - line.length)}\n943 476 5919\n`;

    const { masked } = await inParallel(Buffer.from(long));

    expect(masked.toString().slice(-40)).toBe(createMasker({ runKey: 'k' }).mask(long).slice(-40));
  });

  it('masks the columns of a table that is longer than a job by the names in its head', async () => {
    const text = plain.repeat(40_000) + table(60_000);

    const { masked, counts } = await inParallel(Buffer.from(text));

    const masker = createMasker({ runKey: 'k' });
    expect(masked.toString() === masker.mask(text)).toBe(true);
    expect(counts).toEqual(masker.counts());
    expect(masked.includes('orchard')).toBe(false);
  });

  it('masks a Secret of Kubernetes that is longer than a job', async () => {
    const entries = Array.from({ length: 30_000 }, (_, index) => `  name-${index}: word of many\n`).join('');
    const text = `${plain.repeat(40_000)}---\nkind: Secret\nstringData:\n${entries}${plain.repeat(9000)}`;

    const { masked } = await inParallel(Buffer.from(text));

    expect(masked.toString() === createMasker({ runKey: 'k' }).mask(text)).toBe(true);
    expect(masked.includes('word of many')).toBe(false);
    expect(masked.toString().endsWith(plain)).toBe(true);
  });

  it('masks tables that begin and end wherever parts do', async () => {
    const text = Array.from(
      { length: 24 },
      (_, index) =>
        plain.repeat(300 + 97 * index) +
        table(700 + 311 * index, index % 2 === 0 ? 'id,login,password' : 'id;password'),
    ).join('');

    const { masked } = await inParallel(Buffer.from(text));

    expect(masked.toString() === createMasker({ runKey: 'k' }).mask(text)).toBe(true);
  });

  it.each([
    ['bytes that are no UTF-8', () => junk(3_000_000)],
    [
      'wide characters everywhere',
      () => Buffer.from('Zugriff von 北京市 jane@example.com 😀 größer\r\n'.repeat(60_000)),
    ],
    [
      'a line of 10 MB between others',
      () =>
        Buffer.from(
          `${plain.repeat(30_000)}${'plain words; '.repeat(770_000)}a@b.example${' x=1'.repeat(1000)}\n${plain}`,
        ),
    ],
    [
      'a line of nothing but pairs of surrogates',
      () => Buffer.from(`${plain.repeat(21_000)}a${'😀'.repeat(600_000)}`),
    ],
    [
      'keys wherever it is cut',
      () => Buffer.from(Array.from({ length: 300 }, (_, index) => plain.repeat(index) + key).join('\n')),
    ],
    [
      'a byte order mark, CRLF and no end of line',
      () => Buffer.from(`\uFEFF${table(40_000).replaceAll('\n', '\r\n')}password=`),
    ],
  ])('gives what one thread gives for %s', async (_name, make) => {
    const bytes = make();

    const { masked } = await inParallel(bytes);

    expect(masked.equals(await byOneThread(bytes))).toBe(true);
  });

  it('judges a short text as a whole', async () => {
    const { masked } = await inParallel(Buffer.from('4111111111111111'));

    expect(masked.toString()).toBe(createMasker({ runKey: 'k' }).mask('4111111111111111'));
    expect(masked.toString()).toMatch(/^<credit-card-/);
  });

  it('fails with what the writing and the reading fail with', async () => {
    const write = (): Promise<void> => Promise.reject(new Error('the reader has gone'));
    const input = Readable.from([Buffer.from(document)]);
    const absent = readFileBytes(join(folder, 'none'));

    await expect(maskInParallel({ input, write, workers: 2, runKey: 'k' })).rejects.toThrow('has gone');
    await expect(
      maskInParallel({ input: absent, write: collector().write, workers: 2, runKey: 'k' }),
    ).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

/** What one thread makes of it, in chunks of an odd size. */
async function byOneThread(bytes: Buffer): Promise<Buffer> {
  const { write, written } = collector();
  const chunks = Array.from({ length: Math.ceil(bytes.length / 77_777) }, (_, index) =>
    bytes.subarray(index * 77_777, (index + 1) * 77_777),
  );
  await maskStream(Readable.from(chunks), createStreamMasker({ runKey: 'k' }), write);
  return written();
}

async function inParallel(bytes: Buffer): Promise<{ masked: Buffer; counts: object }> {
  const file = join(folder, 'text.log');
  writeFileSync(file, bytes);
  const { write, written } = collector();
  const posted = vi.spyOn(Worker.prototype, 'postMessage').mockClear();
  const counts = await maskInParallel({
    input: readFileBytes(file),
    write,
    workers: 2,
    runKey: 'k',
    awaitsThreads: true,
  });
  // This thread masks, too: a text of one job or more has to reach the other one to be masked by both.
  expect(posted.mock.calls.length).toBeGreaterThan(0);
  return { masked: written(), counts };
}

function collector(): { write: WriteMasked; written: () => Buffer } {
  const parts: Buffer[] = [];
  return {
    write: async (chunk) => void parts.push(Buffer.from(chunk)),
    written: () => Buffer.concat(parts),
  };
}

/** The same bytes each time, line breaks and sequences of UTF-8 that are cut short among them. */
function junk(size: number): Buffer {
  let state = 1;
  return Buffer.from(
    Uint8Array.from(
      { length: size },
      () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24,
    ),
  );
}

describe('maskStream', () => {
  it('masks bytes whose characters are cut between chunks', async () => {
    const bytes = Buffer.from('größer jane@example.com €\n'.repeat(300));
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
      bytes.subarray(index * 7, index * 7 + 7),
    );
    const { write, written } = collector();

    await maskStream(Readable.from(chunks), createStreamMasker({ runKey: 'k' }), write);

    expect(written().toString()).toBe(createMasker({ runKey: 'k' }).mask(bytes.toString()));
  });
});
