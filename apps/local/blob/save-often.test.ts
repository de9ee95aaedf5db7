import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { saveOften, type SavableDatabase } from './save-often.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function database(saveMs: number): SavableDatabase & { isDirty: boolean; saves: number } {
  return {
    isDirty: false,
    saves: 0,
    autosaveDisable: () => undefined,
    autosaveDirty() {
      return this.isDirty;
    },
    saveDatabase(callback) {
      this.saves += 1;
      setTimeout(callback, saveMs);
    },
  };
}

describe('saveOften', () => {
  it('saves a changed database within a tenth of a second, and an unchanged one not at all', async () => {
    const [changed, unchanged] = [database(0), database(0)];
    const stop = saveOften([changed, unchanged], () => undefined);
    changed.isDirty = true;

    await vi.advanceTimersByTimeAsync(110);

    expect([changed.saves, unchanged.saves]).toEqual([1, 0]);
    await stop();
  });

  it('spends at most a tenth of the time on saving', async () => {
    const large = database(200);
    large.isDirty = true;
    const stop = saveOften([large], () => undefined);

    await vi.advanceTimersByTimeAsync(10_000);

    expect(large.saves).toBeLessThanOrEqual(5);
    expect(large.saves).toBeGreaterThanOrEqual(4);
    const stopping = stop();
    await vi.advanceTimersByTimeAsync(200);
    await stopping;
  });

  it('has written what it was writing when it has stopped', async () => {
    const large = database(200);
    large.isDirty = true;
    const stop = saveOften([large], () => undefined);
    await vi.advanceTimersByTimeAsync(150);
    let isStopped = false;

    const stopping = stop().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(100);
    expect(isStopped).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    await stopping;

    expect([large.saves, isStopped]).toEqual([1, true]);
  });

  it('reports a failure to save, goes on, and stops when told to', async () => {
    const failing = database(0);
    failing.isDirty = true;
    failing.saveDatabase = (callback) => callback(new Error('disk full'));
    const faults: string[] = [];
    const stop = saveOften([failing], (error) => faults.push(error.message));

    await vi.advanceTimersByTimeAsync(250);
    await stop();
    await vi.advanceTimersByTimeAsync(1000);

    expect(faults).toEqual(['disk full', 'disk full']);
  });
});
