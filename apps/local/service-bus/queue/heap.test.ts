import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from './heap.ts';

describe('Heap', () => {
  it('gives entries back in order of their keys, whatever was pushed, popped or dropped before', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('push' as const), key: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ do: fc.constant('pop' as const), key: fc.constant(0) }),
      fc.record({ do: fc.constant('retain' as const), key: fc.integer({ min: 1, max: 5 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = new Heap<number>();
        let model: number[] = [];
        for (const { do: action, key } of steps) {
          if (action === 'push') {
            heap.push(key, key);
            model = [...model, key].sort((a, b) => a - b);
          } else if (action === 'pop') {
            expect(heap.pop()).toBe(model.shift());
          } else {
            heap.retain((each) => each % key !== 0);
            model = model.filter((each) => each % key !== 0);
          }
          expect(heap.size).toBe(model.length);
          expect(heap.peek()?.key).toBe(model[0]);
        }
      }),
    );
  });
});
