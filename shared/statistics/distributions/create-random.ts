/** A seeded stream of pseudo-random numbers: the same seed gives the same stream on every machine. */
export interface RandomSource {
  /** Uniform on [0, 1), 53 bits. */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** Whole number in [0, bound), without modulo bias; bound in 1..2^32. */
  readonly integer: (bound: number) => number;
}

/**
 * xoshiro128** (Blackman and Vigna 2018), its state filled by splitmix32 from `seed` (any finite number; its 32 low
 * bits count). Not for secrets.
 */
export function createRandom(seed: number): RandomSource {
  const state = new Uint32Array(4);
  let mixer = seed >>> 0;
  for (let index = 0; index < 4; index++) {
    mixer = (mixer + 0x9e3779b9) >>> 0;
    let z = mixer;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    state[index] = z ^ (z >>> 15);
  }
  const next = (): number => step(state);
  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  let spare = Number.NaN;

  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    // Marsaglia's polar method: exact, two values a round.
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const square = u * u + v * v;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = v * factor;
      return u * factor;
    }
  };

  const integer = (bound: number): number => {
    const limit = 4294967296 - (4294967296 % bound);
    for (;;) {
      const word = next();
      if (word < limit) return word % bound;
    }
  };
  return { uniform, normal, integer };
}

function step(state: Uint32Array): number {
  const product = Math.imul(state[1]!, 5);
  const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
  const shifted = state[1]! << 9;
  state[2]! ^= state[0]!;
  state[3]! ^= state[1]!;
  state[1]! ^= state[2]!;
  state[0]! ^= state[3]!;
  state[2]! ^= shifted;
  state[3] = (state[3]! << 11) | (state[3]! >>> 21);
  return result;
}
