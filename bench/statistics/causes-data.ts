import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Call } from '../../shared/statistics/causes/cause-ranking.ts';
import { type FlowSeries } from '../../shared/statistics/causes/node-excess.ts';
import { type ShiftSeries } from '../../shared/statistics/causes/rank-by-shift.ts';

/** Reads the labelled incidents (PetShop, Sock Shop) from a folder outside the project. */
export const LABELLED = '../shared/data/rca';

type Column = readonly (number | null)[];
export interface PetShopMetrics {
  /** By `node|metric|statistic`. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly rows: number;
}
export interface PetShopCase {
  readonly scenario: string;
  readonly name: string;
  readonly metric: 'latency' | 'availability';
  readonly symptom: string;
  readonly cause: string;
  readonly normal: PetShopMetrics;
  readonly abnormal: PetShopMetrics;
  readonly calls: readonly Call[];
}

export function petShopScenarios(folder = LABELLED): readonly string[] {
  const root = join(folder, 'petshop');
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function petShopNormal(
  scenario: string,
  folder = LABELLED,
): { normal: PetShopMetrics; calls: readonly Call[] } {
  const root = join(folder, 'petshop', scenario);
  return {
    normal: petShopMetrics(join(root, 'noissue', 'metrics.csv')),
    calls: callsOf(join(root, 'graph.csv')),
  };
}

export function petShopCases(scenario: string, folder = LABELLED): readonly PetShopCase[] {
  const { normal, calls } = petShopNormal(scenario, folder);
  const cases: PetShopCase[] = [];
  for (const split of ['train', 'test']) {
    const root = join(folder, 'petshop', scenario, split);
    if (!existsSync(root)) continue;
    for (const issue of readdirSync(root).sort()) {
      const target = JSON.parse(readFileSync(join(root, issue, 'target.json'), 'utf8')) as {
        target: { node: string; metric: 'latency' | 'availability' };
        root_cause: { node: string };
      };
      const abnormal = petShopMetrics(join(root, issue, 'metrics.csv'));
      const { node, metric } = target.target;
      cases.push({
        scenario,
        name: `${split}/${issue}`,
        metric,
        symptom: node,
        cause: target.root_cause.node,
        normal,
        abnormal,
        calls,
      });
    }
  }
  return cases;
}

/** Waiting from mean latency, failures from availability in per cent. */
export function flowSeries(
  normal: PetShopMetrics,
  abnormal: PetShopMetrics,
  metric: 'latency' | 'availability',
): FlowSeries[] {
  const series: FlowSeries[] = [];
  const harm = (column: Column): Column =>
    metric === 'latency' ? column : column.map((value) => (value === null ? null : 1 - value / 100));
  for (const [key, column] of normal.columns) {
    const [node, name, statistic] = key.split('|');
    const during = abnormal.columns.get(key);
    if (node === undefined || name !== metric || statistic !== 'Average' || during === undefined) continue;
    const before = normal.columns.get(`${node}|requests|Sum`);
    const after = abnormal.columns.get(`${node}|requests|Sum`);
    series.push({
      node,
      normal: harm(column),
      abnormal: harm(during),
      ...(before === undefined || after === undefined
        ? {}
        : { normalRequests: before, abnormalRequests: after }),
    });
  }
  return series;
}

/** The rows from..to as metrics of their own. */
export function rowsOf(metrics: PetShopMetrics, from: number, to: number): PetShopMetrics {
  return {
    rows: to - from,
    columns: new Map([...metrics.columns].map(([key, column]) => [key, column.slice(from, to)])),
  };
}

export interface SockShopCase {
  readonly name: string;
  readonly service: string;
  readonly fault: 'cpu' | 'mem';
  readonly series: readonly ShiftSeries[];
}

/** p50 and p99 left out and a database counted as its service, as RCAEval does. */
export function sockShopCases(folder = LABELLED): readonly SockShopCase[] {
  const root = join(folder, 'sock-shop');
  const cases: SockShopCase[] = [];
  for (const group of readdirSync(root).sort()) {
    const cut = group.lastIndexOf('-');
    for (const number of readdirSync(join(root, group)).sort()) {
      const normal = table(join(root, group, number, 'normal.csv'));
      const abnormal = table(join(root, group, number, 'anomalous.csv'));
      const series: ShiftSeries[] = [];
      for (const [column, values] of normal) {
        const match = /^(.+?)(?:-db)?_(cpu|mem|lod|lat_90)$/.exec(column);
        const during = abnormal.get(column);
        if (match?.[1] === undefined || during === undefined) continue;
        series.push({ node: match[1], metric: column, normal: values, abnormal: during });
      }
      cases.push({
        name: `${group}/${number}`,
        service: group.slice(0, cut),
        fault: group.slice(cut + 1) === 'cpu' ? 'cpu' : 'mem',
        series,
      });
    }
  }
  return cases;
}

function petShopMetrics(file: string): PetShopMetrics {
  const lines = linesOf(file);
  const [nodes, metrics, statistics] = lines.slice(0, 3).map((line) => line.split(','));
  const rows = lines.slice(4).map((line) => line.split(',').map(numberOf));
  const columns = new Map<string, Column>();
  nodes?.forEach((node, index) => {
    if (index > 0)
      columns.set(
        `${node}|${metrics?.[index]}|${statistics?.[index]}`,
        rows.map((row) => row[index] ?? null),
      );
  });
  return { columns, rows: rows.length };
}

function callsOf(file: string): readonly Call[] {
  const [header = '', ...lines] = linesOf(file);
  const callees = header.split(',').slice(1);
  return lines.flatMap((line) => {
    const [caller = '', ...cells] = line.split(',');
    return callees.filter((_, index) => Number(cells[index]) === 1).map((callee) => ({ caller, callee }));
  });
}

function table(file: string): ReadonlyMap<string, Column> {
  const [header = '', ...lines] = linesOf(file);
  const rows = lines.map((line) => line.split(',').map(numberOf));
  return new Map(header.split(',').map((name, index) => [name, rows.map((row) => row[index] ?? null)]));
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

function numberOf(cell: string): number | null {
  if (cell === '') return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}
