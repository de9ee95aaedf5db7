import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { AnalysisRequested } from '../../shared/contracts/analysis-requested.ts';
import { Decision } from '../../shared/contracts/decision.ts';
import { Analysis } from '../../shared/contracts/finding.ts';
import { Measured } from '../../shared/contracts/measured.ts';
import { Plan } from '../../shared/contracts/plan.ts';
import { RunRecord } from '../../shared/contracts/run-record.ts';
import { PermanentError } from '../../shared/errors/pipeline-error.ts';
import { callApi } from './api.ts';
import type { CommonOptions } from './run-command.ts';
import { RunRowView, RunView } from './run-view.ts';

/** A run that was decided, as its steps left it. */
export interface PastRun {
  readonly runId: string;
  /** `shop/orders!7`, or a commit. */
  readonly change: string;
  /** Code host of the change; null for a commit that could not wait for anybody. */
  readonly connection: string | null;
  readonly decidedAt: Date;
  readonly plan: Plan;
  readonly analysis: Analysis;
  readonly decision: Decision;
  readonly parts: readonly Measured[];
}

export interface PastOptions extends CommonOptions {
  readonly since?: Date;
  readonly service?: string;
  readonly limit: number;
  /** Exported runs in place of the server's. */
  readonly folder?: string;
}

interface Step {
  readonly step: string;
  readonly at: string;
  readonly output: unknown;
}

const PAGE = 100;
const MOST_FILES = 100_000;

/** Decided runs, newest first, from the server or from a folder of exported ones. */
export async function pastRuns(options: PastOptions): Promise<readonly PastRun[]> {
  const found = options.folder === undefined ? await fromServer(options) : await fromFolder(options.folder);
  return found
    .filter(({ decidedAt }) => options.since === undefined || decidedAt >= options.since)
    .filter(({ plan }) => options.service === undefined || plan.service === options.service)
    .sort((a, b) => b.decidedAt.getTime() - a.decidedAt.getTime())
    .slice(0, options.limit);
}

async function fromServer(options: PastOptions): Promise<readonly PastRun[]> {
  const found: PastRun[] = [];
  let before: string | null = null;
  while (found.length < options.limit) {
    const runs = await pageBefore(before, options);
    for (const { runId, verdict } of runs) {
      if (verdict === null || found.length === options.limit) continue;
      const view = await callApi(options, { method: 'GET', path: `/api/v1/runs/${runId}` }, RunView);
      const run = pastRunOf(runId, view.steps);
      if (run !== null) found.push(run);
    }
    const oldest = runs.at(-1)?.startedAt ?? null;
    if (runs.length < PAGE || oldest === null || oldest === before) break;
    if (options.since !== undefined && new Date(oldest) < options.since) break;
    before = oldest;
  }
  return found;
}

async function pageBefore(before: string | null, options: PastOptions): Promise<readonly RunRowView[]> {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (options.service !== undefined) query.set('service', options.service);
  if (before !== null) query.set('before', before);
  const get = { method: 'GET' as const, path: `/api/v1/runs?${query.toString()}` };
  return (await callApi(options, get, z.object({ runs: z.array(RunRowView) }))).runs;
}

/** Records as they lie in the artifact store: `…/<run id>/<step>[/<part>].json`, at any depth below the folder. */
async function fromFolder(folder: string): Promise<readonly PastRun[]> {
  const names = await namesIn(folder);
  const steps = new Map<string, Step[]>();
  for (const name of names.filter((one) => one.endsWith('.json')).slice(0, MOST_FILES)) {
    const record = RunRecord.safeParse(jsonOrNull(await readFile(path.join(folder, name), 'utf8')));
    if (!record.success) continue;
    const { runId, step, at, output } = record.data;
    steps.set(runId, [...(steps.get(runId) ?? []), { step, at, output }]);
  }
  if (steps.size === 0) {
    throw new PermanentError(
      'INPUT_INVALID',
      `${folder}: holds no run; give a folder with runs/<run id>/<step>.json, as they lie in the artifact store.`,
    );
  }
  return [...steps].flatMap(([runId, all]) => {
    const run = pastRunOf(runId, all);
    return run === null ? [] : [run];
  });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (error) {
    throw new PermanentError('INPUT_INVALID', `${folder}: cannot be read as a folder.`, { cause: error });
  }
}

/** @returns null for a run that has not been decided, or only learnt from a merge */
function pastRunOf(runId: string, steps: readonly Step[]): PastRun | null {
  const decided = steps.find(({ step }) => step === 'decide');
  const request = outputOf(steps, 'receive', AnalysisRequested);
  const plan = outputOf(steps, 'plan', Plan);
  const analysis = outputOf(steps, 'analyse', Analysis);
  const decision = outputOf(steps, 'decide', Decision);
  if (decided === undefined || request === null || plan === null || analysis === null || decision === null)
    return null;
  const { connection, project, number, headSha } = request.change;
  const parts = steps.flatMap(({ step, output }) => {
    const measured = step === 'mask' ? Measured.safeParse(output) : null;
    return measured?.success === true ? [measured.data] : [];
  });
  return {
    runId,
    change: number === null ? headSha.slice(0, 12) : `${project}!${number}`,
    connection: number === null ? null : connection,
    decidedAt: new Date(decided.at),
    plan,
    analysis,
    decision,
    parts,
  };
}

function outputOf<S extends z.ZodType>(steps: readonly Step[], step: string, schema: S): z.output<S> | null {
  const parsed = schema.safeParse(steps.find((one) => one.step === step)?.output);
  return parsed.success ? parsed.data : null;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
