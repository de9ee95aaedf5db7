import { describe, expect, it } from 'vitest';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { filesFor, runCli } from './run-cli.ts';

const random = createRandom(11);
const STEP = Array.from({ length: 60 }, (_, index) => (index < 40 ? 100 : 130) + random.normal());
const FLAT = Array.from({ length: 60 }, () => 100 + random.normal());
const RISING = Array.from({ length: 60 }, (_, index) => 100 + index + random.normal());
const HOURLY = STEP.map((_, index) => new Date(Date.UTC(2026, 0, 1, index)).toISOString());

describe('perf-agent detect', () => {
  it('answers --indices with nothing but a JSON array of indices', async () => {
    const withGap = [...STEP.slice(0, 20), null, ...STEP.slice(20)];

    const ran = await runCli(['detect', '--indices'], JSON.stringify(withGap));

    expect(ran).toEqual({ code: 0, stdout: '[41]\n', stderr: '' });
  });

  it('reads a file and draws a chart with a table for people', async () => {
    using files = filesFor({ 'step.json': JSON.stringify(STEP) });

    const { code, stdout } = await runCli(['detect', files.at('step.json')]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/█/);
    expect(stdout).toContain('^');
    expect(stdout).toContain('1 change of level in 60 values');
    expect(stdout).toMatch(/^ +40 +100 +130 +\+(29|30)(\.\d)? % +< 0\.0001$/m);
  });

  it('tells all it knows with --json and leaves with 1 when asked to', async () => {
    const { code, stdout } = await runCli(['detect', '--json', '--exit-code'], JSON.stringify(STEP));

    const detected = JSON.parse(stdout) as {
      changePoints: { index: number; before: number; after: number }[];
    };
    expect(code).toBe(1);
    expect(detected).toMatchObject({ values: 60, gaps: 0, varianceChanges: [], drift: null });
    expect(detected.changePoints.map(({ index }) => index)).toEqual([40]);
    expect(detected.changePoints[0]?.before).toBeCloseTo(100, 0);
    expect(detected.changePoints[0]?.after).toBeCloseTo(130, 0);
  });

  it.each([
    ['[]', '[]'],
    ['[5]', '[]'],
    ['[null, null]', '[]'],
    ['[1e308, -1e308, 1e308]', '[]'],
    [JSON.stringify(STEP.map((value) => value * 1e305)), '[40]'],
  ])('has a right answer for %.40s', async (input, indices) => {
    const ran = await runCli(['detect', '--indices'], input);

    expect(ran).toEqual({ code: 0, stdout: `${indices}\n`, stderr: '' });
  });

  it.each([
    ['', /empty/],
    ['hello', /not JSON/],
    ['[1, "two"]', /values\[1\] is the text "two"/],
    ['[1, NaN]', /not JSON: .* write null where there is no value/],
    ['[1e400]', /values\[0\] is Infinity/],
    ['{"values": [1]}', /JSON array of numbers/],
  ])('refuses %s with a reason and exit code 2', async (input, reason) => {
    const { code, stdout, stderr } = await runCli(['detect', '--indices'], input);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(reason);
  });

  it('refuses a file that is not there, naming it', async () => {
    const { code, stderr } = await runCli(['detect', '/nowhere/series.json']);

    expect(code).toBe(2);
    expect(stderr).toContain('/nowhere/series.json cannot be read: there is no such file');
  });
});

describe('perf-agent anomalies', () => {
  const spiked = FLAT.map((value, index) => (index === 55 ? 200 : value));
  const input = (values: readonly (number | null)[]): string =>
    JSON.stringify({ timestamps: HOURLY, values, probation: 10 });

  it('answers --scores with one score in [0, 1] a point', async () => {
    const { code, stdout } = await runCli(['anomalies', '--scores'], input(spiked));

    const scores: unknown = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(scores).toHaveLength(60);
    expect(scores).toSatisfy((all: number[]) => all.every((score) => score >= 0 && score <= 1));
    expect(scores).toSatisfy((all: number[]) => all.indexOf(Math.max(...all)) === 55);
  });

  it('scores a point by those before it alone', async () => {
    const whole = await runCli(['anomalies', '--scores'], input(spiked));
    const changed = await runCli(
      ['anomalies', '--scores'],
      input([...spiked.slice(0, 50), ...FLAT.slice(0, 10)]),
    );

    const first = (stdout: string): unknown => (JSON.parse(stdout) as unknown[]).slice(0, 50);
    expect(first(changed.stdout)).toEqual(first(whole.stdout));
  });

  it('scores points of a clock that was set back as they stand, and says so beside them', async () => {
    const timestamps = HOURLY.map((time, index) => (index >= 30 ? (HOURLY[index - 1] ?? time) : time));
    const back = [...timestamps.slice(0, 40), HOURLY[20], ...timestamps.slice(41)];

    const ran = await runCli(
      ['anomalies', '--scores'],
      JSON.stringify({ timestamps: back, values: spiked, probation: 10 }),
    );

    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toHaveLength(60);
    expect(ran.stderr).toMatch(/^note: timestamps\[40\] lies before the one before it; points are scored in/);
    expect(ran.stderr).toMatch(/^note: timestamps\[30\] is the same as the one before it; points are/m);
  });

  it('lists the points above the threshold for people', async () => {
    const { code, stdout } = await runCli(['anomalies', '--threshold', '0.3', '--exit-code'], input(spiked));

    expect(code).toBe(1);
    expect(stdout).toMatch(/^ +55 +2026-01-03T07:00:00\.000Z +200 +0\.\d+$/m);
  });

  it.each([
    ['', /empty/],
    ['[1, 2]', /timestamps/],
    ['{"timestamps": ["2026-01-01"], "values": [1, 2]}', /1 timestamps for 2 values/],
    ['{"timestamps": ["soon"], "values": [1]}', /timestamps\[0\] is "soon"/],
    [
      '{"timestamps": ["2026-02-28", "2026-02-30"], "values": [1, 2]}',
      /timestamps\[1\] is "2026-02-30", which is no time that exists; give ISO 8601/,
    ],
    ['{"timestamps": ["2026-01-01"], "values": ["x"]}', /values\[0\] is the text "x"/],
    ['{"timestamps": [1, null], "values": [1, 2]}', /timestamps\[1\] is null; every time must be ISO 8601/],
    ['{"timestamp": [1], "values": [1]}', /It has no "timestamps"/],
    ['{"timestamps": [1], "values": [1], "probation": -1}', /probation is -1/],
  ])('refuses %s with a reason and exit code 2', async (text, reason) => {
    const { code, stdout, stderr } = await runCli(['anomalies', '--scores'], text);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(reason);
  });
});

describe('perf-agent forecast', () => {
  it('says when a rising history crosses a limit, with an interval around the truth', async () => {
    const { code, stdout } = await runCli(['forecast', '--limit', '180', '--json'], JSON.stringify(RISING));

    const answer = JSON.parse(stdout) as { status: string; at: number; interval: [number, number] };
    expect(code).toBe(0);
    expect(answer.status).toBe('crossing');
    expect(answer.interval[0]).toBeLessThan(80);
    expect(answer.interval[1]).toBeGreaterThan(80);
    expect(answer.at).toBeGreaterThan(answer.interval[0]);
  });

  it('answers written times with dates and takes the horizon in days', async () => {
    const dated = JSON.stringify({ timestamps: HOURLY, values: RISING });

    const { code, stdout } = await runCli(
      ['forecast', '--limit', '180', '--horizon', '9d', '--exit-code'],
      dated,
    );

    expect(code).toBe(1);
    expect(stdout).toMatch(/Crosses 180 at about 2026-01-0[34]T\d\d:\d\d:\d\dZ \(90 % interval 2026-01-0/);
  });

  it('claims no crossing for a flat history', async () => {
    const { code, stdout } = await runCli(
      ['forecast', '--limit', '180', '--json', '--exit-code'],
      JSON.stringify(FLAT),
    );

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'no-trend', limit: 180 });
  });

  it('finds a falling history below its limit already', async () => {
    const { stdout } = await runCli(['forecast', '--limit', '180', '--below'], JSON.stringify(RISING));

    expect(stdout).toContain('Crossed: the level is 159, below the limit of 180 already.');
  });

  it.each([
    [[], '[1]', /--limit/],
    [['--limit', 'high'], '[1]', /finite number/],
    [['--limit', '1', '--horizon', '-3'], '[1]', /--horizon -3/],
    [['--limit', '1', '--confidence', '95'], '[1]', /above 0 and below 1/],
    [['--limit', '1'], '', /empty/],
    [['--limit', '1'], '[]', /no value in the input/],
    [['--limit', '1'], '[null, null]', /no value in the input/],
    [['--limit', '1'], '[[1, 2], [3]]', /values\[0\] is a list/],
    [['--limit', '1'], 'text', /not JSON/],
  ])('refuses %j on %j', async (args, input, reason) => {
    const { code, stdout, stderr } = await runCli(['forecast', ...args], input);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(reason);
  });

  it('says that one value is too few', async () => {
    const { code, stdout } = await runCli(['forecast', '--limit', '1'], '[5]');

    expect(code).toBe(0);
    expect(stdout).toContain('1 value can show no trend, it takes 10');
  });
});
