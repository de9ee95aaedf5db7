import { describe, expect, it } from 'vitest';
import type { MetricSource } from '../../shared/ports/metric-source.ts';

type Query = Readonly<Record<string, unknown>>;

/** A monitoring system prepared for the suite. */
interface MetricSourceUnderTest {
  readonly metrics: MetricSource;
  readonly token: string;
  /** A question that has an answer within `window`. */
  readonly query: Query;
  readonly window: { readonly from: Date; readonly to: Date };
  /** A question about something that is not there. */
  readonly emptyQuery: Query;
  /** Names of fields without which the query is refused. */
  readonly requiredFields: readonly string[];
  /** Answers the next requests so instead of rightly; a real system cannot be disturbed. */
  readonly failNext?: (
    answer: { status: number; headers?: Record<string, string>; body?: string },
    times: number,
  ) => void;
}

/** The promises that every MetricSource keeps (shared/ports/metric-source.ts). */
export function itIsAMetricSource(
  name: string,
  system: { readonly real: boolean },
  prepare: () => Promise<MetricSourceUnderTest>,
): void {
  const signal = () => AbortSignal.timeout(20_000);

  describe(`${name} is a metric source`, () => {
    it('gives series with unit, in time order, with finite values inside the window', async () => {
      const t = await prepare();

      const payload = await t.metrics.fetch(t.query, t.window, signal());
      const series = payload === null ? [] : t.metrics.parse(t.query, payload);

      expect(series.length).toBeGreaterThan(0);
      for (const { samples, unit, metric } of series) {
        const times = samples.map(({ at }) => at);
        expect(metric).not.toBe('');
        expect(unit).toBeTypeOf('string');
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(times.every((at) => at >= t.window.from.getTime() && at <= t.window.to.getTime())).toBe(true);
        expect(samples.every(({ value }) => Number.isFinite(value))).toBe(true);
      }
    });

    it('keeps the bytes of the answer untouched, so parsing them again gives the same', async () => {
      const t = await prepare();
      const payload = await t.metrics.fetch(t.query, t.window, signal());
      if (payload === null) throw new TypeError('no payload');

      const copy = { bytes: Uint8Array.from(payload.bytes), contentType: payload.contentType };

      expect(t.metrics.parse(t.query, copy)).toEqual(t.metrics.parse(t.query, payload));
    });

    it('answers null when there is no data', async () => {
      const t = await prepare();

      expect(await t.metrics.fetch(t.emptyQuery, t.window, signal())).toBeNull();
    });

    it('refuses a query that lacks a field or has one too many, naming it', async () => {
      const t = await prepare();

      for (const field of t.requiredFields) {
        const rest = Object.fromEntries(Object.entries(t.query).filter(([name]) => name !== field));
        expect(() => t.metrics.checkQuery(rest)).toThrow(new RegExp(field));
      }
      expect(() => t.metrics.checkQuery({ ...t.query, surprise: 1 })).toThrow(/surprise/);
      expect(() => t.metrics.checkQuery(t.query)).not.toThrow();
    });

    it('refuses a window that ends before it begins', async () => {
      const t = await prepare();
      const window = { from: t.window.to, to: t.window.from };

      await expect(t.metrics.fetch(t.query, window, signal())).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
    });

    it('honours the signal', async () => {
      const t = await prepare();

      await expect(t.metrics.fetch(t.query, t.window, AbortSignal.abort())).rejects.toMatchObject({
        disposition: 'retry',
      });
    });

    if (!system.real) {
      it.each([
        [401, {}, 'REMOTE_UNAUTHORISED', 'dead-letter'],
        [400, {}, 'REMOTE_REFUSED', 'dead-letter'],
        [429, { 'retry-after': '7' }, 'REMOTE_THROTTLED', 'retry-later'],
        [503, {}, 'REMOTE_UNAVAILABLE', 'retry'],
      ])(
        'turns status %i into the error that says what to do, without a secret in it',
        async (status, headers, code, disposition) => {
          const t = await prepare();
          t.failNext?.({ status, headers: { ...headers }, body: JSON.stringify({ error: t.token }) }, 2);

          const failure: unknown = await t.metrics
            .fetch(t.query, t.window, signal())
            .catch((error: unknown) => error);

          expect(failure).toMatchObject({ code, disposition });
          expect(JSON.stringify(failure) + String(failure)).not.toContain(t.token);
        },
      );
    }

    it.each([
      '',
      '[]',
      '{"status":"success"}',
      '<html>',
      '{"status":"success","data":{"resultType":"matrix","result":7}}',
    ])('refuses the malformed answer %j and says so', async (body) => {
      const t = await prepare();

      const parse = () =>
        t.metrics.parse(t.query, { bytes: new TextEncoder().encode(body), contentType: 'application/json' });

      expect(parse).toThrow(
        expect.objectContaining({ code: 'REMOTE_REPLY_INVALID', disposition: 'dead-letter' }),
      );
    });
  });
}
