import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { ROOT } from '../support/start-installation.ts';
import { k6Lines } from '../support/k6-lines.ts';
import { compareJson } from './compare-json.ts';
import { filesFor, runCli } from './run-cli.ts';

const random = createRandom(5);
const K6 = path.join(ROOT, 'test/fixtures/k6');

/** One run's JTL: `samples` requests around `medianMs`. */
function jtl(medianMs: number, samples = 400): string {
  const between = Math.exp(random.normal() * 0.02);
  const rows = Array.from({ length: samples }, (_, index) => {
    const elapsed = Math.round(medianMs * between * Math.exp(random.normal() * 0.2));
    return `${1_700_000_000_000 + index * 50},${elapsed},Home,200,OK,Users 1-1,true,512`;
  });
  return ['timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes', ...rows, ''].join(
    '\n',
  );
}

function values(level: number, count = 12): number[] {
  return Array.from({ length: count }, () => level * Math.exp(random.normal() * 0.03));
}

function folderOf(name: string, count: number, content: (index: number) => string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${name}/run-${index}.jtl`, content(index)]),
  );
}

describe('perf-agent compare', () => {
  it('finds a regression in folders of JMeter runs and leaves with 1', async () => {
    using files = filesFor({ ...folderOf('a', 6, () => jtl(100)), ...folderOf('b', 6, () => jtl(150)) });

    const { code, answer } = await compareJson(files.at('a'), files.at('b'));

    expect(code).toBe(1);
    expect(answer).toMatchObject({ verdict: 'fail', runs: { baseline: 6, candidate: 6 } });
    const p95 = answer.findings.find(
      ({ metric, statistic }) => metric === 'http_req_duration' && statistic === 'p95',
    );
    expect(p95?.answer).toBe('regression');
    expect(p95?.effect).toBeCloseTo(0.5, 1);
  });

  it('passes unchanged k6 streams with 0, packed ones too, and names what it left out', async () => {
    const run = (side: string, index: number): [string, Uint8Array] => [
      `${side}/run-${index}.ndjson.gz`,
      gzipSync(k6Lines({ medianMs: 100, seed: index + (side === 'a' ? 0 : 100) })),
    ];
    const sides = ['a', 'b'].flatMap((side) => Array.from({ length: 12 }, (_, index) => run(side, index)));
    using files = filesFor({ ...Object.fromEntries(sides), 'a/notes.md': 'Tuesday' });

    const { code, answer } = await compareJson(files.at('a'), files.at('b'), '--policy', policyFor(files));

    expect({ code, verdict: answer.verdict }).toEqual({ code: 0, verdict: 'pass' });
    expect(answer.notes).toContain('Not read, by their names: notes.md.');
  });

  it('is undecided with 3 on one run a side, whichever output of k6 it is', async () => {
    const { code, stdout } = await runCli([
      'compare',
      path.join(K6, 'handle-old.json'),
      path.join(K6, 'stream.csv'),
    ]);

    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^UNDECIDED {2}Undecided: (the one figure needs|\d+ of \d+ figures needs?) more runs/,
    );
    expect(stdout).toContain('1 run of A, 1 run of B');
    expect(stdout).toMatch(/^http_req_duration p95 .* ms +.* ms .* undecided +not sure: /m);
  });

  it('reads both generations of summaries as the same figures', async () => {
    const old = JSON.parse(readFileSync(path.join(K6, 'export-old.json'), 'utf8')) as object;
    using files = filesFor({ 'old.json': JSON.stringify(old) });

    const { answer } = await compareJson(files.at('old.json'), path.join(K6, 'export-new.json'));

    const both = answer.findings.filter(({ effect }) => effect !== null).map(({ metric }) => metric);
    expect(both).toContain('http_req_duration');
    expect(both).toContain('http_req_failed');
  });

  it('takes a list of numbers as values of runs, as JSON or one a line', async () => {
    using files = filesFor({
      'before.json': JSON.stringify(values(100)),
      'after.csv': `ms\r\n${values(130).join('\r\n')}\r\n`,
    });

    const slower = await compareJson(files.at('before.json'), files.at('after.csv'));
    const faster = await compareJson(files.at('after.csv'), files.at('before.json'));
    const better = await compareJson(
      ...[files.at('before.json'), files.at('after.csv'), '--direction', 'higher-is-better'],
    );

    expect({ code: slower.code, runs: slower.answer.runs }).toEqual({
      code: 1,
      runs: { baseline: 12, candidate: 12 },
    });
    expect(faster).toMatchObject({ code: 0, answer: { findings: [{ answer: 'improvement' }] } });
    expect(better).toMatchObject({ code: 0, answer: { findings: [{ answer: 'improvement' }] } });
    expect(slower.answer.notes[0]).toMatch(/^Each number is taken as the value of one run/);
  });

  it('takes longer lists, and lists of a folder, as samples of runs', async () => {
    const lists = (side: string, level: number): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: 5 }, (_, index) => [
          `${side}/${index}.json`,
          JSON.stringify(values(level, 300)),
        ]),
      );
    using files = filesFor({
      ...lists('a', 100),
      ...lists('b', 150),
      'long.json': JSON.stringify(values(100, 1_000)),
    });

    const folders = await compareJson(files.at('a'), files.at('b'));
    const long = await compareJson(files.at('long.json'), files.at('long.json'));

    expect(folders).toMatchObject({ code: 1, answer: { runs: { baseline: 5, candidate: 5 } } });
    expect(folders.answer.findings.map(({ statistic }) => statistic).sort()).toEqual(['p50', 'p95']);
    expect(long).toMatchObject({ code: 3, answer: { runs: { baseline: 1, candidate: 1 } } });
  });

  it('answers extreme lists without a number that is none', async () => {
    using files = filesFor({
      'huge.json': '[1e308, 1.1e308, 1.05e308, 1.2e308]',
      'zeros.json': '[0, 0, 0, 0]',
      'signs.json': '[-5, 3, -4, 2]',
      'one.json': '[5]',
    });

    for (const [a, b, codes] of [
      ['huge.json', 'huge.json', [0, 3]],
      ['zeros.json', 'zeros.json', [0, 3]],
      ['zeros.json', 'huge.json', [1]],
      ['signs.json', 'signs.json', [0, 3]],
      ['one.json', 'one.json', [3]],
    ] as const) {
      const { code, answer } = await compareJson(files.at(a), files.at(b));
      expect(codes, `${a} ${b}`).toContain(code);
      expect(answer.findings[0]?.effect, `${a} ${b}`).toBeTypeOf('number');
    }
  });

  it('says of a rise from zero what it was and is, as there is no ratio to 0', async () => {
    using files = filesFor({ 'zeros.json': '[0, 0, 0, 0]', 'some.json': '[100, 101, 99, 100]' });

    const rise = await runCli(['compare', files.at('zeros.json'), files.at('some.json'), '--unit', 'ms']);
    const fall = await runCli(['compare', files.at('some.json'), files.at('zeros.json')]);

    expect([rise.code, fall.code]).toEqual([1, 0]);
    expect(rise.stdout).toContain('Performance regression: run value rose from 0 ms to 100 ms.');
    expect(rise.stdout).toMatch(/^run +0 ms +100 ms +0 ms to 100 ms +regression/m);
    expect(fall.stdout).toMatch(/^run +100 +0 +100 to 0 +improvement/m);
  });

  it('judges by the policy that is named, and refuses a wrong one', async () => {
    using files = filesFor({
      ...folderOf('a', 5, () => jtl(100)),
      ...folderOf('b', 5, () => jtl(150)),
      'bad.yaml': 'id: x\n',
    });

    const lenient = await compareJson(files.at('a'), files.at('b'), '--policy', policyFor(files, 'warn'));
    const wrong = await runCli(['compare', files.at('a'), files.at('b'), '--policy', files.at('bad.yaml')]);

    expect(lenient).toMatchObject({ code: 0, answer: { verdict: 'warn' } });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/bad\.yaml/);
  });

  it.each([
    ['empty.json', /empty\.json: it is empty; expected k6 output/],
    ['text.txt', /text\.txt: line 1 is no finite number/],
    ['nan.csv', /nan\.csv: line 2 is no finite number/],
    ['infinite.json', /infinite\.json: values\[1\] is Infinity/],
    ['nothing.json', /nothing\.json: it has no number/],
    ['object.json', /object\.json: .*expected/],
    ['header.jtl', /header\.jtl: .*at least one sample/],
    ['bytes.json', /bytes\.json: it is not text in UTF-8/],
    ['torn.json.gz', /torn\.json\.gz cannot be read/],
    ['missing.json', /missing\.json cannot be read: there is no such file/],
    ['folder', /folder .* holds no results|holds no results/],
  ])('refuses %s with a reason and exit code 2', async (file, reason) => {
    using files = filesFor({
      'good.json': '[1, 2, 3]',
      'empty.json': '',
      'text.txt': 'hello, world',
      'nan.csv': '1\nNaN\n',
      'infinite.json': '[1, 1e999]',
      'nothing.json': '[null]',
      'object.json': '{"a": 1}',
      'header.jtl': 'timeStamp,elapsed\n',
      'bytes.json': Uint8Array.from([0xff, 0xfe, 0x00, 0x80]),
      'torn.json.gz': gzipSync('[1, 2, 3]').subarray(0, 12),
      'folder/notes.md': 'none',
    });

    const { code, stdout, stderr } = await runCli(['compare', files.at('good.json'), files.at(file)]);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(reason);
  });

  it('refuses to compare numbers with results, and figures that no rule judges', async () => {
    using files = filesFor({
      'numbers.json': '[1, 2, 3]',
      'own.csv': 'metric_name,timestamp,metric_value\nmine,1700000000,5\nmine,1700000001,6\n',
    });

    const mixed = await runCli(['compare', files.at('numbers.json'), path.join(K6, 'stream.csv')]);
    const unjudged = await runCli(['compare', files.at('own.csv'), files.at('own.csv')]);

    expect([mixed.code, unjudged.code]).toEqual([2, 2]);
    expect(mixed.stderr).toMatch(/numbers\.json is a list of numbers and .* the result of a load test/);
    expect(unjudged.stderr).toMatch(/judged by the policy "default" .* Metrics of A: mine; of B: mine\./);
  });

  it.each([
    [['compare']],
    [['compare', 'a']],
    [['compare', 'a', 'b', '--margin', '-1']],
    [['compare', 'a', 'b', '--fast']],
  ])('leaves %j with 2', async (args) => {
    const { code, stderr } = await runCli(args);

    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: /);
  });
});

/** Latency alone, since a few runs of few requests leave shares undecided. */
function policyFor(files: { readonly at: (file: string) => string }, onRegression = 'fail'): string {
  const file = files.at('latency.yaml');
  const rule = `{ id: latency, match: http_req_duration, statistics: [p50], margin: 0.1, onRegression: ${onRegression} }`;
  writeFileSync(file, `schema: perf-agent.policy.v1\nid: latency\nmetrics:\n  - ${rule}\n`);
  return file;
}
