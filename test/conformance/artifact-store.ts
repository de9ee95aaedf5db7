import { expect, it } from 'vitest';
import { sha256 } from '../../shared/audit/sha256.ts';
import type { ArtifactStore } from '../../shared/ports/artifact-store.ts';

/** Promises of the ArtifactStore port. @param open gives the one store under test; every test writes under a name of its own */
export function itKeepsArtifacts(open: () => ArtifactStore): void {
  const signal = (): AbortSignal => AbortSignal.timeout(20_000);
  const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
  let made = 0;
  const fresh = (): string => `runs/kept-${(made += 1)}/`;

  it('gives back what was written, with its hash and type', async () => {
    const ref = `${fresh()}plan.json`;

    const written = await open().create(ref, bytesOf('{"a":1}'), 'application/json', signal());
    const stored = await open().read(ref, signal());

    expect(written).toEqual({ created: true, sha256: sha256('{"a":1}') });
    expect(stored).toMatchObject({ ref, sha256: written.sha256, contentType: 'application/json' });
    expect(Buffer.from(stored?.bytes ?? []).toString()).toBe('{"a":1}');
  });

  it('keeps what was there first, and tells the second writer its hash', async () => {
    const ref = `${fresh()}plan.json`;
    await open().create(ref, bytesOf('first'), 'text/plain', signal());

    const second = await open().create(ref, bytesOf('second'), 'text/plain', signal());

    expect(second).toEqual({ created: false, sha256: sha256('first') });
    expect(Buffer.from((await open().read(ref, signal()))?.bytes ?? []).toString()).toBe('first');
  });

  it('lets one of many writers at the same moment write, and tells all of them the same', async () => {
    const ref = `${fresh()}plan.json`;
    const writers = Array.from({ length: 12 }, (_, number) => bytesOf(`writer ${number}`));

    const written = await Promise.all(
      writers.map((bytes) => open().create(ref, bytes, 'text/plain', signal())),
    );

    expect(written.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(written.map(({ sha256: hash }) => hash)).size).toBe(1);
    expect((await open().read(ref, signal()))?.sha256).toBe(written[0]?.sha256);
  });

  it('answers null for what was never written, and for a folder of something', async () => {
    const folder = fresh();
    await open().create(`${folder}plan.json`, bytesOf('x'), 'text/plain', signal());

    expect(await open().read(`${folder}other.json`, signal())).toBeNull();
    expect(await open().read(folder.slice(0, -1), signal())).toBeNull();
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['bytes that are no text', Uint8Array.from({ length: 256 }, (_, index) => index)],
    ['a megabyte', new Uint8Array(1 << 20).fill(7)],
  ])('holds %s', async (_what, bytes) => {
    const ref = `${fresh()}bytes`;
    await open().create(ref, bytes, 'application/octet-stream', signal());

    const stored = await open().read(ref, signal());

    expect(Buffer.from(stored?.bytes ?? [1]).equals(bytes)).toBe(true);
    expect(stored?.sha256).toBe(sha256(bytes));
  });

  it('keeps what it was given, whatever the caller does with its bytes afterwards', async () => {
    const ref = `${fresh()}plan.json`;
    const bytes = bytesOf('as given');
    await open().create(ref, bytes, 'text/plain', signal());
    bytes.fill(0);

    expect(Buffer.from((await open().read(ref, signal()))?.bytes ?? []).toString()).toBe('as given');
  });

  it('lists what is under a prefix, in order, as soon as it was written, and no more than asked', async () => {
    const folder = fresh();
    for (const name of ['b', 'a', 'C', 'a-1', 'a/1'])
      await open().create(`${folder}${name}`, bytesOf(name), 'text/plain', signal());

    expect(await open().list(folder, 100, signal())).toEqual(
      ['C', 'a', 'a-1', 'a/1', 'b'].map((name) => folder + name),
    );
    expect(await open().list(`${folder}a`, 2, signal())).toEqual([`${folder}a`, `${folder}a-1`]);
    expect(await open().list(`${folder}z`, 100, signal())).toEqual([]);
  });

  it.each(['a b.json', '100%.json', 'a+b.json', 'ä 性能.json', "it's (one).json"])(
    'takes the name %j as it is',
    async (name) => {
      const ref = `${fresh()}${name}`;
      await open().create(ref, bytesOf(name), 'text/plain', signal());

      expect((await open().read(ref, signal()))?.sha256).toBe(sha256(name));
      expect(await open().list(ref, 10, signal())).toEqual([ref]);
    },
  );
}
