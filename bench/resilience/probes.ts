import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { startDatabase } from '../../apps/local/database/start-database.ts';
import { createHttpClient } from '../../shared/platform/http-client/create-http-client.ts';
import { createDatabase } from '../../shared/platform/postgres/create-database.ts';
import { createDependencyStates } from '../../shared/platform/postgres/create-dependency-states.ts';
import { migrate } from '../../shared/platform/postgres/migrate.ts';
import type { Measured } from '../spine/measured.ts';

const INSTANCES = 8;
const CALLS_EACH = 5;
const HALF_OPEN_AFTER_MS = 1_000;
const PROBE_TAKES_MS = 400;
const SIGNAL_MS = 30_000;
const MOST_TRIES = 20;

/** Eight instances that share one database, each with five calls at the moment at which an open circuit may be probed: how many calls reach the host. */
export async function probesAtOnce(): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-probes-'));
  const server = await startDatabase({ folder, port: 0 });
  const pools = Array.from({ length: INSTANCES }, () => createDatabase(server.url));
  const [pool] = pools;
  let broken = true;
  let arrived = 0;
  try {
    if (pool !== undefined) await migrate(pool);
    const clients = pools.map((each) =>
      createHttpClient({
        telemetry: { span: (_name, _options, work) => work({ traceparent: null, set: () => undefined }) },
        clock: { now: () => new Date() },
        async fetch() {
          arrived += 1;
          if (broken) return new Response('', { status: 500 });
          await wait(PROBE_TAKES_MS);
          return Response.json({});
        },
        limits: { failuresToBreak: 1, halfOpenAfterMs: HALF_OPEN_AFTER_MS, backoffMs: 1 },
        connection: 'code',
        shared: createDependencyStates(each, 'default'),
      }),
    );
    const ask = (client: (typeof clients)[number]): Promise<string> =>
      client
        .getJson(new URL('https://host.example/'), z.unknown(), { signal: AbortSignal.timeout(SIGNAL_MS) })
        .then(
          () => 'answered',
          () => 'refused',
        );
    await Promise.all(clients.map(ask));
    await wait(2 * HALF_OPEN_AFTER_MS);
    broken = false;
    arrived = 0;
    let asked: readonly string[] = [];
    // On a busy machine the database may not say in time that the circuit may be probed: that nobody probes is no figure.
    for (let tries = 0; arrived === 0 && tries < MOST_TRIES; tries += 1) {
      if (tries > 0) await wait(HALF_OPEN_AFTER_MS);
      asked = await Promise.all(
        clients.flatMap((client) => Array.from({ length: CALLS_EACH }, () => ask(client))),
      );
    }
    if (arrived === 0) throw new Error(`No call reached the host in ${MOST_TRIES} tries.`);
    return {
      name: `half-open circuit, calls that reach the host of ${INSTANCES * CALLS_EACH} by ${INSTANCES} instances`,
      value: arrived,
      unit: 'calls',
      target: 1,
      better: 'lower',
      details: {
        answered: asked.filter((outcome) => outcome === 'answered').length,
        refused: asked.filter((outcome) => outcome === 'refused').length,
      },
    };
  } finally {
    await Promise.all(pools.map((each) => each.destroy()));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
