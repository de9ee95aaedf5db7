import { type Acknowledgement, acknowledgementKey } from '../../shared/contracts/acknowledgement.ts';
import type {
  ApprovalRow,
  BaselineRow,
  ChangeRun,
  HistoryPoint,
  PinRow,
  ResultRow,
  RunIndex,
  RunPatch,
  RunRow,
} from '../../shared/ports/run-index.ts';

/** What stands in a memory index, to be read by tests. */
export interface MemoryIndex extends RunIndex {
  readonly patches: readonly RunPatch[];
  readonly results: () => readonly ResultRow[];
  readonly history: () => readonly HistoryPoint[];
}

/** The index in maps, keeping the promises of test/conformance/run-index.ts. */
export function createMemoryIndex(): MemoryIndex {
  const patches: RunPatch[] = [];
  const results = new Map<string, ResultRow>();
  const history = new Map<string, HistoryPoint>();
  const baselines = new Map<string, BaselineRow>();
  const merged = new Map<string, BaselineRow>();
  const pins = new Map<string, PinRow>();
  const approvals = new Map<string, ApprovalRow>();
  const words = new Map<string, Acknowledgement>();
  const rows = (): RunRow[] =>
    [...new Set(patches.map(({ runId }) => runId))].map((id) => rowOf(id, patches));
  return {
    patches,
    results: () => [...results.values()],
    history: () => [...history.values()],
    async putRun(patch) {
      patches.push(patch);
    },
    getRun: async (tenant, runId) =>
      rows().find((row) => row.tenant === tenant && row.runId === runId) ?? null,
    listRuns: async ({ tenant, service, limit, before }) =>
      rows()
        .filter((row) => row.tenant === tenant && (service === undefined || row.service === service))
        .filter(({ startedAt }) => before === undefined || startedAt < before)
        .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
        .slice(0, limit),
    listChangeRuns: async ({ tenant, connection, project, change, service, since, limit }) =>
      rows()
        .filter((row) => row.tenant === tenant && row.project === project && row.change === change)
        .filter((row) => (service === undefined || row.service === service) && row.startedAt >= since)
        .flatMap((row) => changeRunOf(row, patches, connection))
        .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime())
        .slice(0, limit),
    async putResult(row) {
      putOnce(results, keyOf(row.tenant, row.ref), row);
    },
    listResults: async ({ tenant, service, commit, limit }) =>
      [...results.values()]
        .filter((row) => row.tenant === tenant && row.service === service && row.commit === commit)
        .filter(isMeasured)
        .sort((a, b) => a.at.getTime() - b.at.getTime())
        .slice(0, limit),
    newestMeasuredCommit: async ({ tenant, service, branch, exceptCommit }) =>
      newestFirst([...results.values()])
        .filter((row) => row.tenant === tenant && row.service === service && row.branch === branch)
        .filter(isMeasured)
        .find(({ commit }) => commit !== exceptCommit)?.commit ?? null,
    async listBranchCommits({ tenant, service, branch, limit }) {
      const found = [
        ...results.values(),
        ...[...merged.values()].map((row) => ({ ...row, at: row.movedAt })),
      ].filter((row) => row.tenant === tenant && row.service === service && row.branch === branch);
      return [...new Set(newestFirst(found).map(({ commit }) => commit))].slice(0, limit);
    },
    async putHistory(points) {
      for (const point of points) {
        putOnce(history, keyOf(point.tenant, point.resultRef, point.series), point);
      }
    },
    listHistory: async ({ tenant, service, environment, exceptCommits, series, limit }) =>
      newestFirst([...history.values()])
        .filter((point) => point.tenant === tenant && point.service === service)
        .filter((point) => point.environment === environment && !exceptCommits.includes(point.commit))
        .filter((point) => series === undefined || series.includes(point.series))
        .slice(0, limit),
    async putBaseline(row) {
      const { tenant, service, branch, commit } = row;
      putOnce(merged, keyOf(tenant, service, branch, commit), row);
      putLater(baselines, keyOf(tenant, service, branch), row, ({ movedAt }) => movedAt);
    },
    getBaseline: async (tenant, service, branch) => baselines.get(keyOf(tenant, service, branch)) ?? null,
    async putPin(row) {
      putLater(pins, keyOf(row.tenant, row.service, row.branch), row, ({ at }) => at);
    },
    getPin: async (tenant, service, branch) => pins.get(keyOf(tenant, service, branch)) ?? null,
    async putAcknowledgement(word) {
      putLater(words, keyOf(word.tenant, acknowledgementKey(word)), word, ({ at }) => new Date(at));
    },
    listAcknowledgements: async ({ tenant, service, branch, limit }) =>
      [...words.values()]
        .filter((word) => word.tenant === tenant && (service === undefined || word.service === service))
        .filter((word) => branch === undefined || word.branch === branch)
        .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
        .slice(0, limit),
    async putApproval(row) {
      const key = keyOf(row.tenant, row.runId);
      if ((approvals.get(key)?.sequence ?? 0) <= row.sequence) approvals.set(key, row);
    },
    listApprovals: async ({ tenant, status, change, limit }) =>
      [...approvals.values()]
        .filter((row) => row.tenant === tenant && (status === undefined || row.status === status))
        .filter(({ connection }) => change === undefined || connection === change.connection)
        .filter(({ project }) => change === undefined || project === change.project)
        .filter(({ number }) => change === undefined || number === change.number)
        .sort((a, b) => b.askedAt.getTime() - a.askedAt.getTime())
        .slice(0, limit),
    async replaceAll(fill) {
      const tables: readonly Map<string, unknown>[] = [
        results,
        history,
        baselines,
        merged,
        pins,
        words,
        approvals,
      ];
      const standing = { patches: [...patches], tables: tables.map((table) => [...table]) };
      patches.length = 0;
      for (const table of tables) table.clear();
      try {
        return await fill(this);
      } catch (error) {
        patches.splice(0, Infinity, ...standing.patches);
        tables.forEach((table, index) => {
          table.clear();
          for (const [key, row] of standing.tables[index] ?? []) table.set(key, row);
        });
        throw error;
      }
    },
  };
}

/** Any order of patches gives one row: what is known stays, the furthest step shows, the last ending counts. */
function rowOf(runId: string, all: readonly RunPatch[]): RunRow {
  const own = all.filter((patch) => patch.runId === runId);
  const byTime = [...own].sort((a, b) => a.at.getTime() - b.at.getTime());
  const furthest = own.reduce((a, b) => (b.rank >= a.rank ? b : a));
  return {
    runId,
    tenant: furthest.tenant,
    service: last(own, ({ service }) => service),
    ...requestColumns(last(own, ({ request }) => request)),
    status: last(byTime, ({ status }) => status) ?? 'running',
    step: furthest.step,
    verdict: last(own, ({ verdict }) => verdict),
    headline: last(own, ({ headline }) => headline),
    startedAt: byTime[0]?.at ?? furthest.at,
    updatedAt: byTime.at(-1)?.at ?? furthest.at,
  };
}

/** None of a run that is not planned yet, or lives on another connection. */
function changeRunOf(row: RunRow, all: readonly RunPatch[], connection: string): ChangeRun[] {
  const own = all.filter((patch) => patch.runId === row.runId);
  const code = last(own, (patch) => patch.code);
  if (code === null || last(own, (patch) => patch.connection) !== connection) return [];
  const { runId, headSha, status, verdict, headline, startedAt } = row;
  return [{ ...code, runId, headSha, status, verdict, headline, startedAt }];
}

function requestColumns(
  request: RunPatch['request'] | null,
): Pick<RunRow, 'project' | 'change' | 'headSha' | 'title' | 'url'> {
  return { project: '', change: null, headSha: '', title: '', url: null, ...request };
}

function last<T>(patches: readonly RunPatch[], read: (patch: RunPatch) => T | undefined): T | null {
  return patches.map(read).findLast((value) => value !== undefined) ?? null;
}

function putOnce<T>(table: Map<string, T>, key: string, row: T): void {
  if (!table.has(key)) table.set(key, row);
}

function putLater<T>(table: Map<string, T>, key: string, row: T, timeOf: (row: T) => Date): void {
  const standing = table.get(key);
  if (standing === undefined || timeOf(standing) <= timeOf(row)) table.set(key, row);
}

function newestFirst<T extends { readonly at: Date }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => b.at.getTime() - a.at.getTime());
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function isMeasured({ ref }: ResultRow): boolean {
  return ref.startsWith('results/');
}
