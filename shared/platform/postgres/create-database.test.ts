import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { asking } from './create-database.ts';

const failing = (code: string) => (): Promise<never> =>
  Promise.reject(Object.assign(new Error('refused'), { code }));

describe('asking', () => {
  it.each(['22021', '22003', '22P05'])('calls %s, a value that cannot be held, permanent', async (code) => {
    const asked = asking('note a run', failing(code));

    await expect(asked).rejects.toMatchObject({ code: 'INPUT_INVALID', disposition: 'dead-letter' });
    await expect(asked).rejects.toThrow(`PostgreSQL failed to note a run (${code}).`);
  });

  it.each(['ECONNREFUSED', '57P01', '40001', '42P01', '53300', '222', '2202100'])(
    'calls %s worth another delivery',
    async (code) => {
      await expect(asking('note a run', failing(code))).rejects.toMatchObject({
        code: 'DATABASE_UNAVAILABLE',
        disposition: 'retry',
      });
    },
  );

  it('lets a query wait that found no free connection, in the words of the pool itself', async () => {
    const pool = new pg.Pool({ max: 1, connectionTimeoutMillis: 20, Client: NeverFree });
    const taken = await pool.connect();

    const asked = asking('read a pin', () => pool.query('select 1'));

    await expect(asked).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      disposition: 'retry-later',
      retryAfterMs: 2_000,
    });
    taken.release(true);
  });
});

/** A connection that stands at once and is given to one who keeps it. */
class NeverFree extends pg.Client {
  override connect(): Promise<pg.Client>;
  override connect(callback: (error?: Error) => void): void;
  override connect(callback?: (error?: Error) => void): Promise<pg.Client> {
    callback?.();
    return Promise.resolve(this);
  }
}
