import { describe, expect, it } from 'vitest';
import { doorRequest } from '../../test/support/door-request.ts';
import { json } from './door.ts';
import { withinLimit } from './within-limit.ts';

describe('withinLimit', () => {
  it('asks those beyond the limit to come back, with a time, and lets others in once there is room', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<undefined>();
    const limited = withinLimit(2);
    // As the binding does it: a door is made for each request.
    const ask = () =>
      limited(async () => {
        await opened;
        return json(202, {});
      })(doorRequest());

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
    const limited = withinLimit(1);
    const failing = limited(() => Promise.reject(new TypeError('broken')));
    await expect(failing(doorRequest())).rejects.toThrow('broken');

    expect((await limited(async () => json(202, {}))(doorRequest())).status).toBe(202);
  });
});
