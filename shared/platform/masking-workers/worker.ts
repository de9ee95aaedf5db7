import { enableCompileCache } from 'node:module';

// Each thread has a cache of its own to turn on; a quarter of what it takes to start is saved.
enableCompileCache();
await import('./answer-jobs.ts');
