import { type Call } from '../../shared/statistics/causes/cause-ranking.ts';
import { rankByOnset, type TimedSeries } from '../../shared/statistics/causes/rank-by-onset.ts';
import {
  autoregressive,
  benchOptions,
  draw,
  type Figure,
  printFigures,
  share,
} from './compare-simulation.ts';

/**
 * Issue 3, figure 10, simulated incidents: 200 nodes in eight layers, each calling one to three nodes below; one to three
 * sources shift by 3 to 6 standard deviations at a random time, every direct and indirect caller follows 1 to 4 steps
 * a hop later with .4 to 1.2 of the size; ten bystanders spike or shift on their own. Noise: a third each normal, t3, AR(.5).
 */
const NODES = 200;
const LENGTH = 240;
const SEARCH_FROM = 120;
const options = benchOptions();
const { random } = options;
const incidents = options.full ? 2000 : 250;

interface Incident {
  readonly series: readonly TimedSeries[];
  readonly calls: readonly Call[];
  readonly sources: readonly string[];
}

const figures: Figure[] = [];
for (const sources of [1, 2, 3]) {
  for (const graph of [true, false]) {
    const times = sources === 1 ? incidents : incidents / 2;
    const found = { top1: 0, top3: 0, all: 0 };
    for (let repetition = 0; repetition < times; repetition++) {
      const incident = simulate(sources);
      const { causes } = rankByOnset({
        series: incident.series,
        searchFrom: SEARCH_FROM,
        ...(graph ? { calls: incident.calls } : {}),
      });
      const named = causes.slice(0, 3).map((cause) => cause.node);
      if (incident.sources.includes(named[0] ?? '')) found.top1++;
      found.all += incident.sources.filter((source) => named.includes(source)).length / sources;
      if (incident.sources.some((source) => named.includes(source))) found.top3++;
    }
    const name = `${sources} source${sources === 1 ? '' : 's'}, graph ${graph ? 'known' : 'unknown'}`;
    // Without a graph nothing tells a source from an early bystander: printed without a bar for the top 1.
    const bars = sources > 1 ? [null, null] : [graph ? { atLeast: 0.7 } : null, { atLeast: 0.9 }];
    figures.push(share(`${name}: a true source is top 1`, found.top1, times, bars[0] ?? null));
    figures.push(share(`${name}: a true source in top 3`, found.top3, times, bars[1] ?? null));
    if (sources > 1)
      figures.push(
        share(`${name}: share of the sources in top 3`, found.all, times, graph ? { atLeast: 0.7 } : null),
      );
  }
}
let quiet = 0;
for (let repetition = 0; repetition < incidents; repetition++) {
  const { series, calls } = simulate(0);
  if (rankByOnset({ series, searchFrom: SEARCH_FROM, calls }).causes.length === 0) quiet++;
}
figures.push(share('no incident, no bystanders: nobody named', quiet, incidents, { atLeast: 0.9 }));
printFigures('Root causes of simulated incidents over 200 series', figures, options);

function simulate(count: number): Incident {
  const calls: Call[] = [];
  const layers = 8;
  const perLayer = NODES / layers;
  const name = (index: number): string => `node ${index}`;
  for (let index = 0; index < NODES - perLayer; index++) {
    const layer = Math.floor(index / perLayer);
    const from = (layer + 1) * perLayer;
    for (let call = 0; call <= random.integer(3); call++) {
      calls.push({
        caller: name(index),
        callee: name(from + random.integer(Math.min(2 * perLayer, NODES - from))),
      });
    }
  }
  const values = Array.from({ length: NODES }, () => noise());
  const sources: number[] = [];
  while (sources.length < count) {
    const source = perLayer * 2 + random.integer(NODES - perLayer * 2);
    if (!sources.includes(source) && calls.some((call) => call.callee === name(source))) sources.push(source);
  }
  for (const source of sources) {
    const start = SEARCH_FROM + 20 + random.integer(50);
    spread(source, start, 3 + 3 * random.uniform(), values, calls);
  }
  for (let bystander = 0; count > 0 && bystander < 10; bystander++) {
    const series = values[random.integer(NODES)] ?? [];
    const at = SEARCH_FROM + random.integer(LENGTH - SEARCH_FROM);
    const long = random.uniform() < 0.3;
    for (let index = at; index < (long ? LENGTH : at + 1); index++)
      series[index] = (series[index] ?? 0) + (long ? 1.5 : 12);
  }
  const series = values.map((each, index) => ({
    node: name(index),
    metric: 'latency',
    values: each.map((value) => 100 + 5 * value),
  }));
  return { series, calls, sources: sources.map(name) };
}

/** Breadth first from callee to callers, each node once. */
function spread(
  source: number,
  start: number,
  size: number,
  values: number[][],
  calls: readonly Call[],
): void {
  const reached = new Map([[`node ${source}`, { at: start, size }]]);
  for (const [node, shift] of reached) {
    for (const { caller } of calls.filter((call) => call.callee === node)) {
      if (reached.has(caller)) continue;
      reached.set(caller, {
        at: shift.at + 1 + random.integer(4),
        size: shift.size * (0.4 + 0.8 * random.uniform()),
      });
    }
  }
  for (const [node, shift] of reached) {
    const series = values[Number(node.slice('node '.length))] ?? [];
    for (let index = shift.at; index < LENGTH; index++) series[index] = (series[index] ?? 0) + shift.size;
  }
}

function noise(): number[] {
  const kind = random.integer(3);
  if (kind === 2) return autoregressive(LENGTH, 0.5, random);
  return Array.from({ length: LENGTH }, () => draw(kind === 0 ? 'normal' : 't3', random));
}
