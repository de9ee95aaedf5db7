import type { Command } from 'commander';
import { programOf } from './program-of.ts';

/** Each command is loaded when it is called: `perf-agent mask` should not wait for the database's driver. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  analyze: async () => (await import('./commands/analyze.ts')).createAnalyzeCommand(),
  status: async () => (await import('./commands/status.ts')).createStatusCommand(),
  runs: async () => (await import('./commands/runs.ts')).createRunsCommand(),
  slo: async () => (await import('./commands/slo.ts')).createSloCommand(),
  results: async () => (await import('./commands/results.ts')).createResultsCommand(),
  policy: async () => (await import('./commands/policy.ts')).createPolicyCommand(),
  audit: async () => (await import('./commands/audit.ts')).createAuditCommand(),
  'dead-letters': async () => (await import('./commands/dead-letters.ts')).createDeadLettersCommand(),
  rebuild: async () => (await import('./commands/rebuild.ts')).createRebuildCommand(),
  migrate: async () => (await import('./commands/migrate.ts')).createMigrateCommand(),
  logs: async () => (await import('./commands/logs.ts')).createLogsCommand(),
  mask: async () => (await import('./commands/mask.ts')).createMaskCommand(),
  unmask: async () => (await import('./commands/unmask.ts')).createUnmaskCommand(),
  compare: async () => (await import('./commands/compare.ts')).createCompareCommand(),
  detect: async () => (await import('./commands/detect.ts')).createDetectCommand(),
  anomalies: async () => (await import('./commands/anomalies.ts')).createAnomaliesCommand(),
  forecast: async () => (await import('./commands/forecast.ts')).createForecastCommand(),
  environments: async () => (await import('./commands/environments.ts')).createEnvironmentsCommand(),
  watch: async () => (await import('./commands/watch.ts')).createWatchCommand(),
  keys: async () => (await import('./commands/keys.ts')).createKeysCommand(),
  approvals: async () => (await import('./commands/approvals.ts')).createApprovalsCommand(),
  acknowledge: async () => (await import('./commands/acknowledge.ts')).createAcknowledgeCommand(),
  baseline: async () => (await import('./commands/baseline.ts')).createBaselineCommand(),
};

/**
 * The command line; `start-any.ts` runs it, tests walk through it. Of the commands only the one that `args` begin with is loaded,
 * all of them when they begin with none.
 */
export async function createProgram(args: readonly string[] = []): Promise<Command> {
  const called = Object.entries(COMMANDS).filter(([name]) => name === args[0]);
  const wanted = called.length > 0 ? called : Object.entries(COMMANDS);
  return programOf(await Promise.all(wanted.map(([, load]) => load())));
}
