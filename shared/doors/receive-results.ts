import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import { identityKey } from '../contracts/identity-key.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { CommitId, plainText, ServiceName } from '../contracts/names.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import { indexMeasurement } from '../pipeline/rebuild-index.ts';
import type { Masker } from '../ports/masker.ts';
import type { RawMeasurement, ResultReader } from '../results/raw-measurement.ts';
import { maskMeasurement } from '../results/mask-measurement.ts';
import { isQualityTool } from '../results/quality/quality-document.ts';
import { createResultReader } from '../results/create-result-reader.ts';
import { readMeasurement } from '../stages/read-measurement.ts';
import { qualityPrefix } from '../stages/quality-refs.ts';
import { resultsPrefix } from '../stages/result-refs.ts';
import { askSecondLook, type LookPorts } from './ask-second-look.ts';
import { bodyChunks } from './body-chunks.ts';
import { type Door, type DoorReply, type DoorRequest, json, problem } from './door.ts';
import { type ArrivalPorts, noteArrival } from './note-arrival.ts';

interface ResultPorts extends LookPorts, ArrivalPorts {
  readonly maskerOf: (key: string) => Masker;
}

const MOST_BYTES = 2 * 1024 ** 3;
/** A large file over a slow line is legitimate, silence is not; the request's own time ends both. */
const BODY_TIMES = { totalMs: 225_000, idleMs: 30_000 };

/** Query of `POST /api/v1/results`. */
export const ResultQuery = z.object({
  service: ServiceName,
  commit: CommitId,
  branch: plainText(300).optional(),
  environment: plainText(100).default('default'),
  /** How the build ended that wrote a report on quality: one of a failed build moves no gate. */
  build: z.enum(['success', 'failed']).default('success'),
});

/**
 * `POST /api/v1/results?service=&commit=&branch=&environment=&build=`, body: output of a load test, or a report on quality (coverage, tests,
 * vulnerabilities), as it is. Read as a stream,
 * masked here and kept as a small measurement; the same bytes for the same commit are one result. A run that comes after the verdict on its commit
 * asks for another (ask-second-look.ts).
 */
export function receiveResults(ports: ResultPorts): Door {
  return async (request) => {
    const query = ResultQuery.safeParse(Object.fromEntries(request.url.searchParams));
    if (!query.success) return problem(400, 'INPUT_INVALID', describeIssues(query.error));
    const { service, commit, branch, environment, build } = query.data;
    const facts = Facts.safeParse(factsOf(request.url.searchParams));
    if (!facts.success) return problem(400, 'INPUT_INVALID', WRONG_FACT);
    const reader = createResultReader({
      service,
      commit,
      branch: branch ?? null,
      environment: { name: environment, facts: facts.data },
    });
    const read = await readAll(request, reader);
    if ('status' in read) return read;
    // Not a run's key: runs of many changes compare what lies here, so its names are the same for all of them.
    const masker = ports.maskerOf(identityKey(ports.tenant));
    const receivedAt = ports.clock.now().toISOString();
    const masked = maskMeasurement(read.measurement, masker);
    const isQuality = isQualityTool(masked.tool);
    const measurement = {
      ...masked,
      complete: masked.complete && !(isQuality && build === 'failed'),
      receivedAt,
    };
    const folder = (isQuality ? qualityPrefix : resultsPrefix)(ports.tenant, measurement.service, commit);
    const ref = `${folder}${read.sha256.slice(0, 32)}.json`;
    const bytes = new TextEncoder().encode(JSON.stringify(measurement));
    const { created, sha256 } = await ports.artifacts.create(ref, bytes, 'application/json', request.signal);
    const arrival = {
      action: 'results.received' as const,
      bodySha256: read.sha256,
      kept: { ref, sha256 },
      details: { service: masked.service, commit: maskedName(commit), tool: maskedName(masked.tool) },
    };
    await noteArrival(ports, arrival, request);
    // What came first stands, with its time of arrival.
    const kept = created
      ? measurement
      : await readMeasurement({ artifacts: ports.artifacts, signal: request.signal }, ref);
    await indexMeasurement(ports.tenant, ref, kept, ports.index, request.signal);
    // Asked for a known result too: its sender may come back because the asking failed.
    if (!isQuality) await askSecondLook(ports, kept, ref, request);
    const { metrics, notes, tool } = measurement;
    return json(created ? 201 : 200, { ref, tool, metrics: metrics.length, notes, created });
  };
}

const WRONG_FACT =
  'fact.NAME=VALUE: a name of 1 to 60 characters, a value of at most 200, no control characters';
const Facts = z.record(plainText(60), plainText(200).or(z.literal('')));

/** `fact.cpu=4` in the query says what the environment is made of. */
function factsOf(query: URLSearchParams): Record<string, string> {
  const facts = [...query].filter(([name]) => name.startsWith('fact.')).slice(0, 50);
  return Object.fromEntries(facts.map(([name, value]) => [name.slice(5), value]));
}

async function readAll(
  request: DoorRequest,
  reader: ResultReader,
): Promise<DoorReply | { readonly measurement: RawMeasurement; readonly sha256: string }> {
  const hash = createHash('sha256');
  let length = 0;
  try {
    for await (const chunk of unpacked(request)) {
      length += chunk.length;
      if (length > MOST_BYTES)
        return problem(413, 'INPUT_INVALID', `The body has more than ${MOST_BYTES} bytes.`);
      hash.update(chunk);
      reader.push(chunk);
    }
    return { measurement: reader.end(), sha256: hash.digest('hex') };
  } catch (error) {
    if (PipelineError.is(error) && error.code === 'INPUT_INVALID') {
      return problem(400, error.code, maskedName(error.message));
    }
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      return problem(400, 'INPUT_INVALID', `The body is no sound gzip stream (${String(error.code)}).`);
    }
    throw error;
  }
}

/** Pipelines pack streams: a gzip body is unpacked as it comes, and the bound above holds for what comes out. */
function unpacked(request: DoorRequest): AsyncIterable<Uint8Array> {
  const bytes = bodyChunks(request, BODY_TIMES);
  if (request.headers['content-encoding'] !== 'gzip') return bytes;
  // Whichever side ends ends the other; what went wrong is thrown to whoever reads.
  return pipeline(Readable.from(bytes), createGunzip(), () => undefined);
}
