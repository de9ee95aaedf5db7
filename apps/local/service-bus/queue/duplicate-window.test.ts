import { describe, expect, it } from 'vitest';
import { DuplicateWindow } from './duplicate-window.ts';

describe('DuplicateWindow', () => {
  it('knows an id for the window and not longer', () => {
    const window = new DuplicateWindow(1000, 100);
    window.reserve('a', 0);
    window.confirm('a', 0);

    expect(window.reserve('a', 999)).toBe(false);
    expect(window.reserve('a', 1000)).toBe(true);
  });

  it('refuses an id that is still being stored, and takes it again when storing failed', () => {
    const window = new DuplicateWindow(1000, 100);

    expect(window.reserve('a', 0)).toBe(true);
    expect(window.reserve('a', 1)).toBe(false);
    window.release('a');
    expect(window.reserve('a', 2)).toBe(true);
  });

  it('does not list what is only reserved, since its message may never reach the disk', () => {
    const window = new DuplicateWindow(1000, 100);
    window.reserve('a', 0);
    window.reserve('b', 0);

    window.confirm('b', 0);

    expect(window.entries()).toEqual([{ id: 'b', at: 0 }]);
  });

  it('forgets the oldest first when it is full', () => {
    const window = new DuplicateWindow(1_000_000, 3);
    for (const [index, id] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      window.reserve(id, index);
      window.confirm(id, index);
    }

    expect(window.reserve('e', 10)).toBe(false);
    expect(window.reserve('a', 10)).toBe(true);
    expect(window.entries().map((each) => each.id)).toEqual(['c', 'd', 'e']);
  });

  it('remembers nothing when it is off', () => {
    const window = new DuplicateWindow(0, 100);
    window.reserve('a', 0);
    window.confirm('a', 0);

    expect(window.reserve('a', 0)).toBe(true);
    expect(window.entries()).toEqual([]);
  });

  it('stays quick when ids come and go by the hundred thousand', () => {
    const window = new DuplicateWindow(1000, 1_000_000);
    for (let now = 0; now < 200_000; now += 1) {
      window.reserve(String(now), now);
      window.confirm(String(now), now);
    }

    expect(window.entries()).toHaveLength(1000);
  });
});
