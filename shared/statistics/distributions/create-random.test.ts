import { describe, expect, it } from 'vitest';
import { createRandom } from './create-random.ts';

describe('createRandom', () => {
  it('repeats its stream for a seed and differs between seeds', () => {
    const draw = (seed: number): number[] => {
      const random = createRandom(seed);
      return [random.uniform(), random.normal(), random.integer(10), random.uniform()];
    };

    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('draws uniforms and normals with the right moments', () => {
    const random = createRandom(1);
    const n = 200_000;
    let uniforms = 0;
    let normals = 0;
    let squares = 0;
    let fourth = 0;
    for (let index = 0; index < n; index++) {
      uniforms += random.uniform();
      const z = random.normal();
      normals += z;
      squares += z * z;
      fourth += z ** 4;
    }

    expect(uniforms / n).toBeCloseTo(0.5, 2);
    expect(normals / n).toBeCloseTo(0, 1);
    expect(squares / n).toBeCloseTo(1, 1);
    expect(Math.abs(fourth / n - 3)).toBeLessThan(0.1);
  });

  it('draws whole numbers evenly below the bound', () => {
    const random = createRandom(3);
    const counts = new Float64Array(7);
    for (let index = 0; index < 70_000; index++) counts[random.integer(7)]! += 1;

    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});
