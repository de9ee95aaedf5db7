import { describe, expect, it } from 'vitest';
import { measurementOf, metricOf } from '../../test/support/memory-measurements.ts';
import { Masked } from '../contracts/masked.ts';
import type { Measurement, Metric } from '../contracts/measurement.ts';
import { createRandom } from '../statistics/distributions/create-random.ts';
import { compareScaled, type EnvironmentReport } from './compare-scaled.ts';

const RULES = [
  {
    id: 'latency',
    match: 'http_req_duration',
    statistics: ['p50', 'p95'],
    margin: 0.1,
    onRegression: 'fail' as const,
  },
];
const OPTIONS = { rules: RULES, margin: 0.1, sameScale: false };
const ROUTES = ['home', 'cart', 'search', 'pay', 'login'];

/** Runs of five routes, all times `factor` and those of `odd` twice as large again; bytes and requests grow with the load. */
function runsOf(
  seed: number,
  {
    factor = 1,
    loads = [20, 20, 20, 20, 20, 20],
    odd = '',
    facts = {},
    elasticity = 0,
    routes = ROUTES,
  }: {
    factor?: number;
    loads?: readonly number[];
    odd?: string;
    facts?: Readonly<Record<string, string>>;
    elasticity?: number;
    routes?: readonly string[];
  },
): Measurement[] {
  const random = createRandom(seed);
  return loads.map((load) => {
    const times = routes.map((route): Metric => {
      const level = 100 * factor * (route === odd ? 2 : 1) * load ** elasticity;
      const p50 = level * Math.exp(0.01 * random.normal());
      return metricOf('http_req_duration', { p50, p95: p50 * 2 }, { labels: { name: Masked.parse(route) } });
    });
    const rate = (name: string, value: number, unit: string) =>
      metricOf(name, { rate: { value, count: 60, events: value * 60 } }, { unit, scale: 'count' });
    return measurementOf({
      environment: { name: Masked.parse('some'), facts: maskedFacts(facts) },
      metrics: [...times, rate('http_reqs', load, '1/s'), rate('messages', load * 3, '1/s')],
    });
  });
}

function maskedFacts(facts: Readonly<Record<string, string>>): Record<string, Masked> {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, Masked.parse(value)]));
}

function accounted(report: EnvironmentReport): Record<string, string> {
  return Object.fromEntries(report.settings.map((setting) => [setting.name, setting.accounted]));
}

describe('compareScaled', () => {
  it('does not call an environment worse whose times all are larger by one factor, and says the factor', () => {
    const report = compareScaled(
      {
        reference: runsOf(1, { facts: { cpus: '8' } }),
        other: runsOf(2, { factor: 1.7, facts: { cpus: '4' } }),
      },
      OPTIONS,
    );

    expect(report.answer).toBe('not worse');
    expect(report.factors[0]?.factor).toBeCloseTo(1.7, 1);
    expect(accounted(report)).toEqual({ 'requests per second': 'same', cpus: 'in the common factor' });
  });

  it('finds the route that is slower than the scale of the environment explains', () => {
    const report = compareScaled(
      { reference: runsOf(3, {}), other: runsOf(4, { factor: 1.7, odd: 'search' }) },
      OPTIONS,
    );

    const worse = report.figures.filter(({ answer }) => answer === 'worse');
    expect(report.answer).toBe('worse');
    expect(new Set(worse.map(({ labels }) => labels['name']))).toEqual(new Set(['search']));
    for (const { effect, interval } of worse) {
      expect(effect).toBeCloseTo(1, 0);
      expect(interval?.low).toBeGreaterThan(0.8);
    }
  });

  it('takes load out where runs under different load show its effect, and totals per request', () => {
    const report = compareScaled(
      {
        reference: runsOf(5, { loads: [10, 20, 30, 40, 50], elasticity: 0.5 }),
        other: runsOf(6, { loads: [30, 40, 50, 60, 70], elasticity: 0.5 }),
      },
      { ...OPTIONS, sameScale: true },
    );

    expect(report.answer).toBe('not worse');
    expect(accounted(report)).toEqual({ 'requests per second': 'taken out' });
    const messages = report.figures.find(({ metric }) => metric === 'messages');
    expect(messages?.answer).toBe('alike');
    expect(messages?.takenOut).toContain('requests');
    expect(messages?.ratio).toBeCloseTo(1, 8);
  });

  it('is undecided where too few times tell scale from difference, and names what it could not account for', () => {
    const sides = {
      reference: runsOf(7, { routes: ['home'], facts: { dataSize: '1000', region: 'west' } }),
      other: runsOf(8, { routes: ['home'], factor: 2, facts: { dataSize: '9000' } }),
    };

    const report = compareScaled(sides, OPTIONS);
    const raw = compareScaled(sides, { ...OPTIONS, sameScale: true });

    expect([report.answer, raw.answer]).toEqual(['undecided', 'worse']);
    expect(accounted(report)).toMatchObject({ dataSize: 'not accounted for', region: 'not accounted for' });
    expect(report.settings.find(({ name }) => name === 'dataSize')?.ratio).toBe(9);
  });

  it('judges single times where every setting told is the same', () => {
    const facts = { cpus: '4' };
    const report = compareScaled(
      {
        reference: runsOf(9, { routes: ['home'], facts }),
        other: runsOf(10, { routes: ['home'], factor: 2, facts }),
      },
      OPTIONS,
    );

    expect(report.answer).toBe('worse');
  });

  it('decides nothing from one run a side', () => {
    const report = compareScaled(
      { reference: runsOf(11, { loads: [20] }), other: runsOf(12, { loads: [20], odd: 'pay' }) },
      OPTIONS,
    );

    expect(report.answer).toBe('undecided');
    expect(report.figures.every(({ interval }) => interval === null)).toBe(true);
  });
});
