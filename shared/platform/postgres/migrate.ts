import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { PermanentError } from '../../errors/pipeline-error.ts';
import type { Database } from './database.ts';
import { createIndex } from './migrations/001-index.ts';
import { createVectorExtension } from './migrations/002-vector.ts';
import { createPins } from './migrations/003-pins.ts';
import { createAcknowledgements } from './migrations/004-acknowledgements.ts';
import { createApprovals } from './migrations/005-approvals.ts';
import { addSameCode } from './migrations/006-same-code.ts';
import { createAccess } from './migrations/007-access.ts';
import { createDependencies } from './migrations/008-dependencies.ts';
import { createRunPlaces } from './migrations/009-run-places.ts';

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-index': fromSql(createIndex),
  '002-vector': fromSql(createVectorExtension),
  '003-pins': fromSql(createPins),
  '004-acknowledgements': fromSql(createAcknowledgements),
  '005-approvals': fromSql(createApprovals),
  '006-same-code': fromSql(addSameCode),
  '007-access': fromSql(createAccess),
  '008-dependencies': fromSql(createDependencies),
  '009-run-places': fromSql(createRunPlaces),
};

/** Brings the database to the newest schema; safe to run at once from two places. @returns names of those applied now. */
export async function migrate(database: Kysely<Database>): Promise<readonly string[]> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed =
      results?.find((result) => result.status === 'Error')?.migrationName ?? 'the migration table';
    throw new PermanentError('DATABASE_UNAVAILABLE', `The migration of ${failed} failed.`, { cause: error });
  }
  return (results ?? [])
    .filter((result) => result.status === 'Success')
    .map((result) => result.migrationName);
}

function fromSql(text: string): Migration {
  return {
    async up(database) {
      await sql.raw(text).execute(database);
    },
  };
}
