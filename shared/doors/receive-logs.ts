import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import { identityKey } from '../contracts/identity-key.ts';
import type { LogWindow } from '../contracts/log-evidence.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { CommitId, plainText, ServiceName } from '../contracts/names.ts';
import { describeIssues } from '../errors/describe-issues.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { maskPath } from '../masking/mask-path.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { LogMining } from '../ports/log-mining.ts';
import type { Masker } from '../ports/masker.ts';
import { logsPrefix } from '../stages/log-refs.ts';
import { bodyChunks } from './body-chunks.ts';
import { type Door, type DoorRequest, json, problem } from './door.ts';
import { type ArrivalPorts, noteArrival } from './note-arrival.ts';

interface LogPorts extends ArrivalPorts {
  readonly artifacts: ArtifactStore;
  readonly logs: LogMining;
  readonly maskerOf: (key: string) => Masker;
}

const MOST_BYTES = 4 * 1024 ** 3;
const BODY_TIMES = { totalMs: 225_000, idleMs: 30_000 };

/** Query of `POST /api/v1/logs`. */
const LogQuery = z.object({
  service: ServiceName,
  commit: CommitId,
  branch: plainText(300).optional(),
  environment: plainText(100).default('default'),
  durationSeconds: z.coerce.number().positive().max(10_000_000).optional(),
});

/**
 * `POST /api/v1/logs?service=&commit=&branch=&environment=&durationSeconds=`, body: the log of one run as it is, plain or gzip. It is masked
 * and mined as it comes; what is kept is the patterns with their counts, never a line. The same bytes for the same commit are one log.
 */
export function receiveLogs(ports: LogPorts): Door {
  return async (request) => {
    const query = LogQuery.safeParse(Object.fromEntries(request.url.searchParams));
    if (!query.success) return problem(400, 'INPUT_INVALID', describeIssues(query.error));
    const { commit, branch, environment, durationSeconds } = query.data;
    const key = identityKey(ports.tenant);
    const masker = ports.maskerOf(key);
    const service = maskPath(query.data.service, masker);
    const body = countedText(request);
    let read;
    try {
      read = await ports.logs.mine(key, body.text(), request.signal);
    } catch (error) {
      if (!isPackingFault(error)) throw error;
      return problem(400, 'INPUT_INVALID', `The body is no sound gzip stream (${error.code}).`);
    }
    if (read.mined.records === 0) return problem(400, 'INPUT_INVALID', 'The body has no line.');
    const window: LogWindow = {
      schema: 'perf-agent.log-window.v1',
      service,
      commit,
      branch: branch === undefined ? null : maskPath(branch, masker),
      environment: masker.mask(environment),
      durationSeconds: durationSeconds ?? null,
      header: read.header,
      mined: read.mined,
    };
    const bodySha256 = body.sha256();
    const ref = `${logsPrefix(ports.tenant, service, commit)}${bodySha256.slice(0, 32)}.json`;
    const bytes = new TextEncoder().encode(JSON.stringify(window));
    const { created, sha256 } = await ports.artifacts.create(ref, bytes, 'application/json', request.signal);
    const arrival = {
      action: 'logs.received' as const,
      bodySha256,
      kept: { ref, sha256 },
      details: { service, commit: maskedName(commit) },
    };
    await noteArrival(ports, arrival, request);
    const { lines, records, store } = read.mined;
    const answer = { ref, lines, records, shapes: store.shapes.length, masked: read.findings, created };
    return json(created ? 201 : 200, answer);
  };
}

/** The body as text, hashed and bounded as it passes. */
function countedText(request: DoorRequest): {
  readonly text: () => AsyncGenerator<string>;
  readonly sha256: () => string;
} {
  const hash = createHash('sha256');
  return {
    async *text() {
      const decoder = new StringDecoder('utf8');
      let length = 0;
      for await (const chunk of unpacked(request)) {
        length += chunk.length;
        if (length > MOST_BYTES) {
          throw new PermanentError(
            'INPUT_INVALID',
            `The log has more than ${MOST_BYTES} bytes; hand in a part of it.`,
          );
        }
        hash.update(chunk);
        yield decoder.write(Buffer.from(chunk));
      }
      yield decoder.end();
    },
    sha256: () => hash.digest('hex'),
  };
}

function unpacked(request: DoorRequest): AsyncIterable<Uint8Array> {
  const bytes = bodyChunks(request, BODY_TIMES);
  if (request.headers['content-encoding'] !== 'gzip') return bytes;
  return pipeline(Readable.from(bytes), createGunzip(), () => undefined);
}

function isPackingFault(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
