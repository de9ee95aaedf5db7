import { execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { cString, frame } from '../../apps/local/database/frames.ts';
import { startDatabase, type Database } from '../../apps/local/database/start-database.ts';
import { eventually } from './support/records.ts';
import { temporaryFolder } from './support/start-test-host.ts';

const folder = temporaryFolder();
let database: Database;
const pools: pg.Pool[] = [];

beforeAll(async () => {
  database = await startDatabase({ folder, turnTimeoutMs: 1000, idleInTransactionMs: 400 });
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
});
afterAll(async () => {
  await database.stop();
  rmSync(folder, { recursive: true });
});

function pool(max = 10): pg.Pool {
  const made = new pg.Pool({ connectionString: database.url, max });
  made.on('error', () => undefined);
  pools.push(made);
  return made;
}

const Row = z.object({ n: z.number() });

async function number(
  client: pg.Pool | pg.PoolClient | pg.Client,
  sql: string,
  values: unknown[] = [],
): Promise<number> {
  const result = await client.query(sql, values);
  return Row.parse(result.rows[0]).n;
}

describe('the embedded database under the real pg client', () => {
  it('answers parametrised queries, errors with their SQLSTATE, and goes on after an error', async () => {
    const some = pool();

    expect(await number(some, 'select $1::int + 1 as n', [41])).toBe(42);
    await expect(some.query('selectx')).rejects.toMatchObject({ code: '42601' });
    await expect(some.query('select 1/$1::int', [0])).rejects.toMatchObject({ code: '22012' });
    expect(await number(some, 'select 7 as n')).toBe(7);
  });

  it('keeps concurrent transactions of a pool apart: no update is lost', async () => {
    const some = pool(20);
    await some.query('create table account (id int primary key, n int); insert into account values (1, 0)');

    await Promise.all(
      Array.from({ length: 120 }, async (_unused, index) => {
        const client = await some.connect();
        await client.query('begin');
        const before = await number(client, 'select n from account where id = $1', [1]);
        await client.query('update account set n = $2 where id = $1', [1, before + 1]);
        await client.query(index % 4 === 0 ? 'rollback' : 'commit');
        client.release();
      }),
    );

    expect(await number(some, 'select n from account')).toBe(90);
  });

  it('answers each of many interleaved queries with its own rows', async () => {
    const some = pool(20);

    const answers = await Promise.all(
      Array.from({ length: 300 }, (_unused, index) => number(some, 'select $1::int as n', [index])),
    );

    expect(answers).toEqual(Array.from({ length: 300 }, (_unused, index) => index));
  });

  it('lets two connections prepare different statements under the same name', async () => {
    const some = pool();
    const [one, two] = await Promise.all([some.connect(), some.connect()]);
    const first = { name: 'same', text: 'select $1::int * 2 as n', values: [4] };
    const second = { name: 'same', text: 'select $1::int * 3 as n', values: [4] };

    const results = [
      await one.query(first),
      await two.query(second),
      await one.query(first),
      await two.query(second),
    ];
    one.release();
    two.release();

    expect(results.map((result) => Row.parse(result.rows[0]).n)).toEqual([8, 12, 8, 12]);
  });

  it('rolls back what a connection leaves behind when it breaks off', async () => {
    const some = pool();
    await some.query('create table left_behind (n int)');
    const broken = await some.connect();
    await broken.query('begin');
    await broken.query('insert into left_behind values (1)');

    broken.release(new Error('cut'));

    expect(await number(some, 'select count(*)::int as n from left_behind')).toBe(0);
  });

  it('ends a transaction that its client forgot, so that others go on', async () => {
    const some = pool();
    const forgetful = await some.connect();
    const errors: unknown[] = [];
    forgetful.on('error', (error) => errors.push(error));
    await forgetful.query('begin');

    const answer = await number(some, 'select 1 as n');

    expect(answer).toBe(1);
    expect(errors[0]).toMatchObject({ code: '25P03' });
    forgetful.release(true);
  });

  it('does not wait for a client that keeps its half of the connection open', async () => {
    const { port, password } = new URL(database.url);
    const silent = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    const answers: Buffer[] = [];
    silent.on('data', (data) => answers.push(data));
    const startup = Buffer.concat([
      Buffer.from([0, 3, 0, 0]),
      cString('user'),
      cString('postgres'),
      Buffer.from([0]),
    ]);
    const length = Buffer.alloc(4);
    length.writeInt32BE(startup.length + 4);
    silent.write(Buffer.concat([length, startup]));
    await eventually('the question for the password', () => answers.length > 0);
    silent.write(Buffer.concat([frame('p', cString(password)), frame('Q', cString('begin'))]));
    await eventually('the transaction', () => Buffer.concat(answers).includes('BEGIN'));

    const answer = await number(pool(), 'select 3 as n');

    expect(answer).toBe(3);
    expect(Buffer.concat(answers).toString()).toContain('25P03');
    silent.destroy();
  });

  it('fails a query that waits too long for another transaction, and names the reason', async () => {
    const some = pool();
    const busy = await some.connect();
    await busy.query('begin');
    const keepsBusy = setInterval(() => void busy.query('select 1'), 200);

    const waiting = some.query('select 1');

    await expect(waiting).rejects.toMatchObject({
      code: '55P03',
      message: expect.stringMatching(/another connection has held it in a transaction/) as unknown,
    });
    clearInterval(keepsBusy);
    await busy.query('commit');
    busy.release();
  });

  it('refuses a wrong password and COPY from the client, each with its code', async () => {
    const url = new URL(database.url);
    url.password = 'wrong';
    const stranger = new pg.Client({ connectionString: url.href });
    const some = pool();
    const copying = await some.connect();
    copying.on('error', () => undefined);

    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
    await expect(copying.query('copy account from stdin')).rejects.toMatchObject({ code: '0A000' });
    copying.release(true);
    expect(await number(some, 'select 2 as n')).toBe(2);
  });

  it('has vectors and their index, full text, JSON and percentiles', async () => {
    const some = pool();
    await some.query('create extension if not exists vector');
    await some.query('create table spot (n int, at vector(3))');
    await some.query('create index on spot using hnsw (at vector_l2_ops)');
    await some.query("insert into spot values (1, '[1,0,0]'), (2, '[0,1,0]'), (3, '[0,0,1]')");

    expect(await number(some, 'select n from spot order by at <-> $1 limit 1', ['[0,0.9,0.1]'])).toBe(2);
    expect(await number(some, "select ('{\"a\": 5}'::jsonb ->> 'a')::int as n")).toBe(5);
    expect(
      await number(
        some,
        'select percentile_disc(0.95) within group (order by g) as n from generate_series(1, 100) g',
      ),
    ).toBe(95);
    expect(await number(some, "select (to_tsvector('slow query') @@ to_tsquery('queries'))::int as n")).toBe(
      1,
    );
  });

  it('passes large results and large parameters', async () => {
    const some = pool();
    const text = 'ü'.repeat(1_000_000);

    const result = await some.query("select repeat('x', 1000) as t from generate_series(1, 20000)");

    expect(result.rowCount).toBe(20_000);
    expect(await number(some, 'select length($1::text) as n', [text])).toBe(1_000_000);
  });

  it('keeps what was committed when its process is killed in the middle of writing', async () => {
    const place = temporaryFolder();
    const script = join(import.meta.dirname, 'support', 'database-process.ts');
    const child = spawn(process.execPath, [script, place], { stdio: ['ignore', 'pipe', 'inherit'] });
    let acknowledged = 0;
    child.stdout.on('data', (data: Buffer) => {
      acknowledged = Math.max(acknowledged, ...data.toString().trim().split('\n').map(Number));
    });
    await eventually('300 rows', () => acknowledged >= 300, 30_000);
    const gone = new Promise((resolve) => child.once('exit', resolve));

    child.kill('SIGKILL');
    await gone;
    const { stdout } = await promisify(execFile)(process.execPath, [script, place, 'count']);

    const stored = Number(stdout);
    expect(stored).toBeGreaterThanOrEqual(acknowledged);
    expect(stored).toBeLessThanOrEqual(acknowledged + 1);
    rmSync(place, { recursive: true });
  });
});
