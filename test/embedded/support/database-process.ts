import pg from 'pg';
import { startDatabase } from '../../../apps/local/database/start-database.ts';

/**
 * `database-process.ts <folder>`: inserts rows one by one and prints each number once it is committed, until it is
 * killed. With `count` it prints how many rows there are.
 */
const [, , folder = '', mode] = process.argv;
const database = await startDatabase({ folder });
const client = new pg.Client({ connectionString: database.url });
await client.connect();
if (mode === 'count') {
  const result = await client.query<{ n: number }>('select count(*)::int as n from written');
  process.stdout.write(String(result.rows[0]?.n));
  await client.end();
  await database.stop();
} else {
  await client.query('create table written (n int primary key)');
  for (let n = 1; ; n += 1) {
    await client.query('insert into written values ($1)', [n]);
    process.stdout.write(`${n}\n`);
  }
}
