import { describe, expect, it } from 'vitest';
import type { ChangeBrief } from '../../shared/contracts/change-brief.ts';
import type { Notifier, SentNotice } from '../../shared/ports/notifier.ts';
import { brief, HOSTILE, hostileBrief } from '../support/change-brief.ts';
import { failureOf } from '../support/http-client-under-test.ts';
import { masked } from '../support/report-input.ts';

export interface NotifierUnderTest {
  readonly notifier: Notifier;
  readonly token: string;
  /** What stands in the channel and its threads, oldest first, as sent. */
  messages(): readonly { readonly thread: string | null; readonly content: string }[];
  answerNext(answer: {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  }): void;
  hangNext(): void;
  /** The next message is taken, but the answer is lost. */
  loseNextPost(): void;
}

/** The promises that every Notifier keeps (shared/ports/notifier.ts). */
export function itIsANotifier(name: string, prepare: () => Promise<NotifierUnderTest>): void {
  const signal = (): AbortSignal => AbortSignal.timeout(20_000);
  const since = new Date(Date.now() - 3_600_000);

  function tell(
    { notifier }: NotifierUnderTest,
    more: { id?: string; key?: string; news?: boolean; thread?: string | null; brief?: ChangeBrief } = {},
  ): Promise<SentNotice> {
    const { thread = null, ...given } = more;
    const notice = { key: 'change-1', id: 'run-1', news: true, brief: brief(), ...given };
    return notifier.ensureNotice(notice, { thread, since }, signal());
  }

  describe(`${name} is a notifier`, () => {
    it('tells a change once, with its verdict, links and cause', async () => {
      const t = await prepare();

      const sent = await tell(t);

      expect(sent.status).toBe('posted');
      expect(t.messages()).toHaveLength(1);
      for (const words of [
        brief().headline,
        'shop/orders !17',
        'https://gitlab.example/shop/orders/-/merge_requests/17',
        'https://perf.example/api/v1/reports/run-1/report.html',
        'once for each item of an order',
      ]) {
        expect(t.messages()[0]?.content).toContain(words);
      }
    });

    it('sends nothing new for what is no news', async () => {
      const t = await prepare();
      const { thread } = await tell(t);

      const again = await tell(t, { id: 'run-2', news: false, thread });

      expect(again.status).not.toBe('posted');
      expect(t.messages()).toHaveLength(1);
    });

    it('sends one message for a digest, with each change and how many are left out', async () => {
      const t = await prepare();
      const briefs = Array.from({ length: 30 }, (_, index) =>
        brief({ change: { ...brief().change, name: masked(`shop/service-${index}`) } }),
      );

      const digest = { id: 'digest-1', headline: masked('37 more changes'), briefs, more: 7 };
      const sent = await t.notifier.ensureDigest(digest, { since }, signal());

      expect(sent.status).toBe('posted');
      expect(t.messages()).toHaveLength(1);
      expect(t.messages()[0]?.content).toContain('shop/service-4');
      expect(t.messages()[0]?.content).toMatch(/\d+ more changes/);
    });

    it('takes texts of any length and content', async () => {
      const t = await prepare();

      const sent = await tell(t, { brief: hostileBrief() });
      const digest = { id: 'd', headline: HOSTILE, briefs: Array(20).fill(hostileBrief()), more: 0 };
      const second = await t.notifier.ensureDigest(digest, { since }, signal());

      expect([sent.status, second.status]).toEqual(['posted', 'posted']);
    });

    it('tells an empty brief, too', async () => {
      const t = await prepare();
      const empty = masked('');

      const sent = await tell(t, {
        brief: brief({
          headline: empty,
          summary: empty,
          service: empty,
          change: { name: empty, title: empty, url: null, author: null },
          figures: [],
          causes: [],
          fixes: [],
          budgets: [masked('')],
          baseline: null,
          links: { report: null, expireAt: null },
        }),
      });

      expect(sent.status).toBe('posted');
    });

    it.each([
      [401, {}, 'REMOTE_UNAUTHORISED', 'dead-letter'],
      [403, {}, 'REMOTE_FORBIDDEN', 'dead-letter'],
      [404, {}, 'REMOTE_NOT_FOUND', 'dead-letter'],
      [410, {}, 'REMOTE_REFUSED', 'dead-letter'],
      [413, {}, 'REMOTE_REFUSED', 'dead-letter'],
      [500, {}, 'REMOTE_UNAVAILABLE', 'retry'],
      [502, {}, 'REMOTE_UNAVAILABLE', 'retry'],
    ])('turns status %i into the error that says what to do, without a secret in it', async (...given) => {
      const [status, headers, code, disposition] = given;
      const t = await prepare();
      // Twice, since what only asks may be asked again.
      t.answerNext({ status, headers, body: t.token });
      t.answerNext({ status, headers, body: t.token });

      const failure = await failureOf(tell(t));

      expect(failure).toMatchObject({ code, disposition });
      expect(JSON.stringify(failure) + String(failure)).not.toContain(t.token);
    });

    it.each([
      ['seconds', '7', 7_000],
      ['a date', new Date(Date.now() + 600_000).toUTCString(), 600_000],
    ])('waits as long as Retry-After says in %s', async (_form, header, wait) => {
      const t = await prepare();
      t.answerNext({ status: 429, headers: { 'retry-after': header } });

      const failure = await failureOf(tell(t));

      expect(failure).toMatchObject({ code: 'REMOTE_THROTTLED', disposition: 'retry-later' });
      expect(Reflect.get(failure, 'retryAfterMs')).toBeGreaterThan(wait - 5_000);
      expect(Reflect.get(failure, 'retryAfterMs')).toBeLessThanOrEqual(wait);
    });

    it('says plainly that a page came in place of JSON, and does not ask again', async () => {
      const t = await prepare();
      t.answerNext({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' });

      const failure = await failureOf(tell(t));

      expect(failure).toMatchObject({ code: 'REMOTE_REPLY_INVALID', disposition: 'dead-letter' });
      expect(failure.message).toContain('HTML page instead of JSON');
    });

    it('gives up on an answer that does not come', async () => {
      const t = await prepare();
      t.hangNext();
      t.hangNext();

      const failure = await failureOf(tell(t));

      expect(failure).toMatchObject({ code: 'REMOTE_UNAVAILABLE', disposition: 'retry' });
    });
  });
}

/** The promises of a Notifier that finds its messages again and has threads. */
export function itKeepsThreads(
  name: string,
  prepare: () => Promise<
    NotifierUnderTest & { remove(thread: string): void; addForeign(count: number): void }
  >,
): void {
  const signal = (): AbortSignal => AbortSignal.timeout(20_000);
  const since = new Date(Date.now() - 3_600_000);
  const notice = (id: string, more: Partial<Parameters<Notifier['ensureNotice']>[0]> = {}) => ({
    key: 'change-1',
    id,
    news: true,
    brief: brief(),
    ...more,
  });

  describe(`${name} keeps one thread a change`, () => {
    it('posts no second message when the answer to the first was lost', async () => {
      const t = await prepare();
      t.loseNextPost();

      const lost = await failureOf(
        t.notifier.ensureNotice(notice('run-1'), { thread: null, since }, signal()),
      );
      const again = await t.notifier.ensureNotice(notice('run-1'), { thread: null, since }, signal());

      expect(lost.disposition).toBe('retry');
      expect(again.status).toBe('unchanged');
      expect(t.messages()).toHaveLength(1);
    });

    it('says the same news once, however often it is delivered', async () => {
      const t = await prepare();
      const first = await t.notifier.ensureNotice(notice('run-1'), { thread: null, since }, signal());

      const redelivered = await t.notifier.ensureNotice(notice('run-1'), { ...first, since }, signal());
      await t.notifier.ensureNotice(notice('run-2'), { ...first, since }, signal());
      const again = await t.notifier.ensureNotice(notice('run-2'), { ...first, since }, signal());

      expect([redelivered.status, again.status]).toEqual(['unchanged', 'unchanged']);
      expect(t.messages().map(({ thread }) => thread)).toEqual([null, first.thread]);
    });

    it('brings the head of the thread up to date, and answers in the thread when there is news', async () => {
      const t = await prepare();
      const first = await t.notifier.ensureNotice(notice('run-1'), { thread: null, since }, signal());
      const passed = brief({
        verdictWords: masked('Passed'),
        headline: masked('No performance regression.'),
      });

      const next = await t.notifier.ensureNotice(
        notice('run-2', { brief: passed }),
        { ...first, since },
        signal(),
      );

      expect(next).toEqual({ status: 'posted', thread: first.thread });
      expect(t.messages()[0]?.content).toContain('Passed: shop/orders !17');
      expect(t.messages()[1]).toMatchObject({ thread: first.thread });
      expect(t.messages()[1]?.content).toContain('No performance regression.');
    });

    it('finds the thread of a change that nobody noted, among hundreds of others', async () => {
      const t = await prepare();
      t.addForeign(250);
      await t.notifier.ensureNotice(notice('run-1'), { thread: null, since }, signal());
      t.addForeign(250);

      const next = await t.notifier.ensureNotice(notice('run-2'), { thread: null, since }, signal());

      expect(next.status).toBe('posted');
      expect(t.messages().filter(({ content }) => content.includes('shop/orders'))).toHaveLength(2);
      expect(t.messages().at(-1)?.thread).toBe(next.thread);
    });

    it('keeps changes apart', async () => {
      const t = await prepare();

      const one = await t.notifier.ensureNotice(notice('run-1'), { thread: null, since }, signal());
      const two = await t.notifier.ensureNotice(
        notice('run-2', { key: 'change-2' }),
        { thread: null, since },
        signal(),
      );

      expect(one.thread).not.toBe(two.thread);
      expect(t.messages()).toHaveLength(2);
    });

    it('begins anew when somebody deleted the message', async () => {
      const t = await prepare();
      const first = await t.notifier.ensureNotice(notice('run-1'), { thread: null, since }, signal());
      t.remove(first.thread ?? '');

      const next = await t.notifier.ensureNotice(notice('run-2'), { ...first, since }, signal());

      expect(next.status).toBe('posted');
      expect(next.thread).not.toBe(first.thread);
      expect(t.messages()).toHaveLength(1);
    });

    it('sends a digest once', async () => {
      const t = await prepare();
      const digest = { id: 'd-1', headline: masked('4 changes'), briefs: [brief()], more: 0 };

      await t.notifier.ensureDigest(digest, { since }, signal());
      const again = await t.notifier.ensureDigest(digest, { since }, signal());

      expect(again.status).toBe('unchanged');
      expect(t.messages()).toHaveLength(1);
    });
  });
}
