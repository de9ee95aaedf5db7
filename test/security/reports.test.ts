import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Masked } from '../../shared/contracts/masked.ts';
import { createReportLinks } from '../../shared/platform/system/create-report-links.ts';
import type { ReportInput } from '../../shared/reporting/report-model.ts';
import { json, serve, stopServersAfterEach } from '../support/local-server.ts';
import { finding, reportInput } from '../support/report-input.ts';
import { livePartsOf } from './live-parts.ts';
import { renderAll } from './renderings.ts';

stopServersAfterEach();

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);
const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-reports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOSTILE = [
  '<script>document.title="owned"</script>',
  '</title></style></svg></script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  "' onmouseover='alert(1)",
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '![x](https://evil.example/p.png)',
  '[x](javascript:alert(1))',
  '[x]: https://evil.example',
  '<https://evil.example>',
  'https://evil.example/a?b=c',
  '@all @here /merge',
  '\n\n/close\n/assign me',
  '`x` ``` ~~~',
  '<!channel> <@U1>',
  '[~admin] {html}x{html} !x.png!',
  '=HYPERLINK("https://evil.example")',
  '&lt;script&gt;',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
  ']]><script>alert(1)</script><![CDATA[',
  '@import url(https://evil.example)',
  '</details></sub><h1>',
];
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE)).map((two) => two.join(' ')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

function inputOf(said: string): ReportInput {
  const words = Masked.parse(said);
  const input = reportInput({
    findings: [finding({ metric: words, labels: { name: words }, reason: words })],
    decision: { headline: words, reasons: [{ rule: 'latency', text: words, evidence: ['E1'] }] },
    change: { title: words, author: words, sourceBranch: words, targetBranch: words },
    analysis: {
      notes: [words],
      environments: {
        baseline: [],
        candidate: [{ name: words, facts: {} }],
        differences: [words],
        scale: null,
      },
    },
  });
  const claim = { text: words, evidence: ['E1'], confidence: 'high' as const };
  const explanation = input.explanation;
  if (explanation === null) throw new TypeError('The example has an explanation.');
  return { ...input, explanation: { ...explanation, summary: words, causes: [claim], fixes: [claim] } };
}

describe('text of strangers in a report', () => {
  it.each(HOSTILE)('does nothing in any form of it: %s', (said) => {
    expect(livePartsOf(renderAll(inputOf(said)))).toEqual([]);
  });

  it('does nothing in any form of it, whatever it is', () => {
    fc.assert(
      fc.property(text, (said) => {
        expect(livePartsOf(renderAll(inputOf(said)))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each([',', ';', '\t', '|'])('is no formula in a spreadsheet that parts cells at %j', (delimiter) => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '=',
            '+',
            '-',
            '@',
            ';',
            '\t',
            '\r\n',
            '"',
            ' ',
            '|',
            ',',
            'a',
            '1',
            '＝',
            '\u200b',
          ),
          { maxLength: 12 },
        ),
        (parts) => {
          const { csv } = renderAll(inputOf(parts.join('')));
          // Programs that part at another sign see no quotes where ours stand: the worst case is that they part everywhere.
          const rows: string[][] = parseCsv(csv);
          const cells = delimiter === ',' ? rows.flat() : csv.split(/\r\n|[;\t|\r\n]/);
          expect(cells.filter((cell) => /^[=@\t\r＝＋－＠]|^[+-](?![\d.])/.test(cell))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.skipIf(CHROMIUM === undefined)('runs no script and sends nothing in a real browser', async () => {
    const thief = await serve(json(200, {}));
    const { origin } = thief.url('/');
    const said = `<script>fetch("${origin}/script")</script><img src="${origin}/img" onerror="document.title='owned'"><svg onload="document.title='owned'"/> <style>@import "${origin}/css";</style><link rel=stylesheet href="${origin}/link"><iframe src="${origin}/frame"></iframe>`;
    const { html, svg } = renderAll(inputOf(said));
    const files = [
      ['report.html', html],
      ['report.svg', svg],
    ] as const;

    const shown = await Promise.all(files.map(([name, content]) => domOf(name, content)));
    const control = await domOf(
      'control.html',
      `<title>x</title><img src="${origin}/control"><script>document.title="owned"</script>`,
    );

    expect(control).toContain('<title>owned</title>');
    expect(shown[0]).toContain('&lt;script&gt;');
    expect(shown.join('')).not.toMatch(/<title>owned|<img|<iframe|<script/i);
    expect(thief.seen.map(({ url }) => url)).toEqual(['/control']);
  });
});

async function domOf(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  const profile = path.join(folder, `profile-${name}`);
  const browser = spawn(CHROMIUM ?? '', [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    `--user-data-dir=${profile}`,
    '--virtual-time-budget=2000',
    '--dump-dom',
    `file://${file}`,
  ]);
  let shown = '';
  browser.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString('utf8')));
  const timer = setTimeout(() => browser.kill('SIGKILL'), 60_000);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  browser.on('close', () => resolve(undefined));
  await promise;
  clearTimeout(timer);
  return shown;
}

describe('the link to a report', () => {
  const links = createReportLinks('https://perf.example', 'key');
  const now = new Date('2026-11-21T08:00:00Z');
  const later = new Date(now.getTime() + 60_000);
  const RUN = 'reports/run-0123456789abcdef01234567';

  it('opens its file until it expires, and no other file', () => {
    const url = new URL(links.url(`${RUN}/report.html`, later));

    expect(links.verify(`${RUN}/report.html`, url, now)).toBe(true);
    expect(links.verify(`${RUN}/report.csv`, url, now)).toBe(false);
    expect(links.verify('reports/run-fedcba987654321001234567/report.html', url, now)).toBe(false);
    expect(links.verify(`${RUN}/report.html`, url, new Date(later.getTime() + 1_000))).toBe(false);
  });

  it.each([
    ['a later end', (url: URL) => url.searchParams.set('expires', '99999999999')],
    ['no signature', (url: URL) => url.searchParams.delete('signature')],
    ['no end', (url: URL) => url.searchParams.delete('expires')],
    ['another signature', (url: URL) => url.searchParams.set('signature', 'A'.repeat(43))],
    ['an end that is no number', (url: URL) => url.searchParams.set('expires', 'NaN')],
  ])('opens nothing with %s', (_what, forge) => {
    const url = new URL(links.url(`${RUN}/report.html`, later));

    forge(url);

    expect(links.verify(`${RUN}/report.html`, url, now)).toBe(false);
  });

  it('opens nothing that another key signed', () => {
    const other = createReportLinks('https://perf.example', 'another key');

    expect(links.verify(`${RUN}/report.html`, new URL(other.url(`${RUN}/report.html`, later)), now)).toBe(
      false,
    );
  });
});
