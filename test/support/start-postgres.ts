import { execFile, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../apps/local/cloud/free-port.ts';

const DEBIAN = '/usr/lib/postgresql';
const START_MS = 30_000;

/** Folder of a PostgreSQL server's programs; null when this machine has none. */
export function findPostgres(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => path.join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return (
    folders.find(
      (folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')),
    ) ?? null
  );
}

/** A real PostgreSQL with an empty data folder of its own. It refuses to run as root, so then it runs as the user that its package made. */
export async function startPostgres(
  programs: string,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-pg-'));
  const user = process.getuid?.() === 0 ? userOf('postgres') : null;
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const port = await freePort();
  await promisify(execFile)(
    path.join(programs, 'initdb'),
    ['-D', data, '-U', 'perfagent', '--auth=trust', '--no-sync'],
    { ...user, cwd: folder },
  );
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'];
  const server = spawn(path.join(programs, 'postgres'), args, { ...user, cwd: folder, stdio: 'ignore' });
  const url = `postgresql://perfagent@127.0.0.1:${port}/postgres`;
  await untilItAnswers(programs, port);
  return {
    url,
    async stop() {
      server.kill('SIGINT');
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(programs: string, port: number): Promise<void> {
  const giveUpAt = Date.now() + START_MS;
  for (;;) {
    try {
      execFileSync(path.join(programs, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], {
        stdio: 'ignore',
      });
      return;
    } catch (error) {
      if (Date.now() > giveUpAt)
        throw new Error(`PostgreSQL did not answer within ${START_MS} ms.`, { cause: error });
      await wait(200);
    }
  }
}

function userOf(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }).trim());
  return { uid: id('-u'), gid: id('-g') };
}
