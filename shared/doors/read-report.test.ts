import { describe, expect, it } from 'vitest';
import { doorRequest, textOf } from '../../test/support/door-request.ts';
import { TEST_RUN } from '../../test/support/memory-runner.ts';
import { createMemoryArtifacts } from '../../test/support/memory-stores.ts';
import { createReportLinks } from '../platform/system/create-report-links.ts';
import { readReport } from './read-report.ts';

const NOW = new Date('2026-05-04T10:00:00.000Z');
const LATER = new Date('2026-05-05T10:00:00.000Z');

describe('the report door', () => {
  it('serves a file by its link, held to showing and nothing else', async () => {
    const { open, link } = setUp();

    const reply = await open(link('report.html'));

    expect([reply.status, textOf(reply)]).toEqual([200, '<p>report</p>']);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(reply.headers?.['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  });

  it('refuses a link after its time, to the second', async () => {
    const { open, link } = setUp();
    const expiring = link('report.html', NOW);

    expect((await open(expiring, NOW)).status).toBe(200);
    expect((await open(expiring, new Date(NOW.getTime() + 1_000))).status).toBe(403);
  });

  it.each([
    ['a changed signature', (link: string) => link.replace(/signature=.{4}/, 'signature=AAAA')],
    ['no signature', (link: string) => link.replace(/&signature=.*/, '')],
    ['a later expiry', (link: string) => link.replace(/expires=\d+/, 'expires=99999999999')],
    ['an expiry that is no number', (link: string) => link.replace(/expires=\d+/, 'expires=never')],
    ['the link of another file', (link: string) => link.replace('report.html', 'report.json')],
    ['the link of another run', (link: string) => link.replace(TEST_RUN, `run-${'f'.repeat(24)}`)],
  ])('answers 403 to %s', async (_name, forge) => {
    const { open, link } = setUp();

    expect((await open(forge(link('report.html')))).status).toBe(403);
  });

  it('does not take a link that was signed with another key', async () => {
    const { open } = setUp();
    const foreign = createReportLinks('https://perf.example', 'another key');

    expect((await open(foreign.url(`reports/${TEST_RUN}/report.html`, LATER))).status).toBe(403);
  });

  it.each([
    '/api/v1/reports/run-1/report.html',
    `/api/v1/reports/${TEST_RUN}/..%2F..%2Fruns`,
    `/api/v1/reports/${TEST_RUN}/`,
  ])('answers 404 to %s, whoever asks', async (path) => {
    const { open } = setUp();

    expect((await open(`https://perf.example${path}`)).status).toBe(404);
  });

  it('answers 404 when the file is gone', async () => {
    const { open, link } = setUp();

    expect((await open(link('report.png'))).status).toBe(404);
  });
});

function setUp() {
  const artifacts = createMemoryArtifacts();
  const links = createReportLinks('https://perf.example', 'a key');
  const bytes = new TextEncoder().encode('<p>report</p>');
  const ref = `reports/${TEST_RUN}/report.html`;
  void artifacts.create(ref, bytes, 'text/html; charset=utf-8', AbortSignal.timeout(1_000));
  const link = (file: string, until = LATER): string => links.url(`reports/${TEST_RUN}/${file}`, until);
  const open = (url: string, now = NOW) => {
    const { pathname, search } = new URL(url);
    const [runId = '', file = ''] = pathname.split('/').slice(-2).map(decodeURIComponent);
    return readReport({ artifacts, links, clock: { now: () => now } })(
      doorRequest({ path: `${pathname}${search}`, params: { runId, file } }),
    );
  };
  return { open, link };
}
