import { describe, expect, it } from 'vitest';
import { doorRequest } from '../../test/support/door-request.ts';
import { json } from './door.ts';
import { withinLimit } from './within-limit.ts';

describe('withinLimit', () => {
  it('asks those beyond the limit to come back, with a time, and lets others in once there is room', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<undefined>();
    const door = withinLimit(async () => {
      await opened;
      return json(202, {});
    }, 2);
    const ask = () => door(doorRequest());

    const inside = [ask(), ask()];
    const refused = await ask();
    open(undefined);
    const answered = await Promise.all(inside);
    const later = await ask();

    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
    expect(answered.map(({ status }) => status)).toEqual([202, 202]);
    expect(later.status).toBe(202);
  });

  it('makes room again after a request that failed', async () => {
    let fails = true;
    const door = withinLimit(async () => {
      if (fails) throw new TypeError('broken');
      return json(202, {});
    }, 1);
    await expect(door(doorRequest())).rejects.toThrow('broken');
    fails = false;

    expect((await door(doorRequest())).status).toBe(202);
  });
});
