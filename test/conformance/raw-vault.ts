import { expect, it } from 'vitest';
import type { RawVault } from '../../shared/ports/raw-vault.ts';

/** Promises of the RawVault port. */
export function itKeepsRawPayloads(open: () => RawVault): void {
  const signal = (): AbortSignal => AbortSignal.timeout(20_000);
  let made = 0;
  const fresh = (): string => `run-${(made += 1)}/metrics-latency/0`;

  it.each([
    ['text', new TextEncoder().encode('{"user":"ann@example.org"}')],
    ['nothing', new Uint8Array(0)],
    ['bytes that are no text', Uint8Array.from({ length: 256 }, (_, index) => 255 - index)],
  ])('gives %s back as it was put, as often as it is asked', async (_what, bytes) => {
    const ref = fresh();
    await open().put(ref, bytes, 'application/json', signal());

    const taken = [await open().take(ref, signal()), await open().take(ref, signal())];

    for (const one of taken) expect(Buffer.from(one ?? [1]).equals(bytes)).toBe(true);
  });

  it('holds the newest of what was put under one name: a step that comes again has asked again', async () => {
    const ref = fresh();
    await open().put(ref, new TextEncoder().encode('first'), 'text/plain', signal());
    await open().put(ref, new TextEncoder().encode('second'), 'text/plain', signal());

    expect(Buffer.from((await open().take(ref, signal())) ?? []).toString()).toBe('second');
  });

  it('answers null for what never was, or is gone', async () => {
    expect(await open().take(fresh(), signal())).toBeNull();
  });

  it('keeps what it was given, whatever the caller does with its bytes afterwards', async () => {
    const ref = fresh();
    const bytes = new TextEncoder().encode('as given');
    await open().put(ref, bytes, 'text/plain', signal());
    bytes.fill(0);

    expect(Buffer.from((await open().take(ref, signal())) ?? []).toString()).toBe('as given');
  });
}
