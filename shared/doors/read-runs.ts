import { mayTouch } from '../access/caller.ts';
import { RunId } from '../contracts/envelope.ts';
import { ServiceName } from '../contracts/names.ts';
import { recordRef, RunRecord } from '../contracts/run-record.ts';
import { STEP_NAMES } from '../contracts/step-name.ts';
import { keptName } from '../masking/kept-name.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Masker } from '../ports/masker.ts';
import type { RunIndex } from '../ports/run-index.ts';
import { type Door, json, problem } from './door.ts';

interface ReadPorts {
  readonly tenant: string;
  readonly index: RunIndex;
  readonly artifacts: ArtifactStore;
  readonly maskerOf: (key: string) => Masker;
}

const MOST_RUNS = 200;
const MOST_RECORDS = 200;

/** `GET /api/v1/runs?service=&limit=&before=`: newest first. */
export function listRuns(ports: ReadPorts): Door {
  return async ({ url, signal }) => {
    const limit = Number(url.searchParams.get('limit') ?? '50');
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST_RUNS) {
      return problem(400, 'INPUT_INVALID', `limit: a whole number from 1 to ${MOST_RUNS}`);
    }
    const before = url.searchParams.get('before');
    if (before !== null && Number.isNaN(Date.parse(before))) {
      return problem(400, 'INPUT_INVALID', 'before: a time in ISO 8601');
    }
    const service = url.searchParams.get('service');
    if (service !== null && !ServiceName.safeParse(service).success) {
      return problem(400, 'INPUT_INVALID', 'service: not a name that results can be handed in under');
    }
    const runs = await ports.index.listRuns(
      {
        tenant: ports.tenant,
        limit,
        ...(service === null ? {} : { service: keptName(service, ports) }),
        ...(before === null ? {} : { before: new Date(before) }),
      },
      signal,
    );
    return json(200, { runs });
  };
}

/** `GET /api/v1/runs/{runId}`: the run's row and the record of every step so far; of an event that had to be read, no row and what became of it. */
export function readRun(ports: ReadPorts): Door {
  return async ({ params, signal, caller }) => {
    const runId = RunId.safeParse(params['runId']);
    if (!runId.success) return problem(400, 'INPUT_INVALID', 'runId: "run-" and 24 hex digits');
    const run = await ports.index.getRun(ports.tenant, runId.data, signal);
    const event =
      run === null ? await readRecordOf(ports.artifacts, recordRef(runId.data, 'event'), signal) : null;
    const isKnown = run !== null || event?.tenant === ports.tenant;
    if (!isKnown || !mayTouch(caller, run?.service ?? null)) {
      return problem(404, 'INPUT_INVALID', 'No run of this id is known (yet).');
    }
    const refs = await ports.artifacts.list(`runs/${runId.data}/`, MOST_RECORDS, signal);
    const records = await Promise.all(refs.map((ref) => readRecordOf(ports.artifacts, ref, signal)));
    const order = (record: RunRecord): number => STEP_NAMES.indexOf(record.step);
    const steps = records.filter((record) => record !== null).sort((a, b) => order(a) - order(b));
    return json(200, {
      run,
      steps: steps.map(({ step, part, at, output, inputs }) => {
        const ref = recordRef(runId.data, step, part ?? undefined);
        return { step, part, at, ref, inputs, output };
      }),
    });
  };
}

async function readRecordOf(
  artifacts: ArtifactStore,
  ref: string,
  signal: AbortSignal,
): Promise<RunRecord | null> {
  const stored = await artifacts.read(ref, signal);
  if (stored === null) return null;
  return RunRecord.parse(JSON.parse(new TextDecoder().decode(stored.bytes)));
}
