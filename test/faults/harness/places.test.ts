import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../shared/statistics/distributions/create-random.ts';
import { nameOf, PLACES, rarestPlace } from './places.ts';

const EVERYWHERE = new Map(PLACES.map((place) => [nameOf(place), 9]));

describe('the place at which the next host dies', () => {
  it('is the one that was died at least often', () => {
    const rare = 'ticket: ticket link, answered';
    const hits = new Map([...EVERYWHERE, [rare, 8] as const]);

    const place = rarestPlace(() => true, { hits, aims: hits }, createRandom(1));

    expect(place).toEqual({ queue: 'ticket', boundary: 'ticket link', at: 'answered' });
  });

  it('is one of a step that has messages', () => {
    const place = rarestPlace(
      (queue) => queue === 'learn',
      { hits: EVERYWHERE, aims: EVERYWHERE },
      createRandom(1),
    );

    expect(place).toMatchObject({ queue: 'learn', boundary: 'record of learn' });
  });

  it('is another one as long as a life is aimed at it', () => {
    const aimedAt = 'learn: record of learn, asked';
    const aims = new Map([...EVERYWHERE, [aimedAt, 10] as const]);

    const chosen = Array.from({ length: 20 }, (_, seed) =>
      rarestPlace((queue) => queue === 'learn', { hits: EVERYWHERE, aims }, createRandom(seed)),
    );

    expect(new Set(chosen.map((place) => place?.at))).toEqual(new Set(['answered', 'after']));
  });

  it('is nowhere when no step has messages, or only steps that were died at far more often than others', () => {
    const early = new Map<string, number>();
    for (const at of ['asked', 'answered', 'after']) early.set(`requests: record of receive, ${at}`, 20);
    const random = createRandom(1);

    expect(rarestPlace(() => false, { hits: new Map(), aims: new Map() }, random)).toBeNull();
    expect(rarestPlace((queue) => queue === 'requests', { hits: early, aims: early }, random)).toBeNull();
  });

  it('comes to every moment of every boundary in turn', () => {
    const hits = new Map<string, number>();
    const random = createRandom(5);

    for (let life = 0; life < PLACES.length; life += 1) {
      const place = rarestPlace(() => true, { hits, aims: hits }, random);
      if (place !== null) hits.set(nameOf(place), (hits.get(nameOf(place)) ?? 0) + 1);
    }

    expect([...hits.values()]).toEqual(PLACES.map(() => 1));
  });
});
