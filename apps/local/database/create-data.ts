import { PGlite } from '@electric-sql/pglite';

/**
 * Makes an empty database in the folder given as the first argument, as a process of its own: what initdb takes in
 * memory (some 150 MiB of WebAssembly) would otherwise stay with the process that serves.
 */
const folder = process.argv[2];
if (folder === undefined) throw new Error('Usage: create-data.ts <folder>');
const database = await PGlite.create({ dataDir: folder });
await database.close();
