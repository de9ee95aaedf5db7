/** Name and version as they stand in records, spans and replies; a test holds them to package.json. */
export const PRODUCT = { name: 'perf-agent', version: '0.1.0' } as const;
