import { runCli } from './run-cli.ts';

/** What `perf-agent compare --json` prints, as far as tests look at it. */
interface Answer {
  readonly verdict: string;
  readonly headline: string;
  readonly runs: { readonly baseline: number; readonly candidate: number };
  readonly findings: readonly { metric: string; statistic: string; answer: string; effect: number | null }[];
  readonly notes: readonly string[];
}

/** `perf-agent compare ARGS --json`: its exit code and answer. */
export async function compareJson(
  ...args: readonly string[]
): Promise<{ code: number | null; answer: Answer }> {
  const { code, stdout } = await runCli(['compare', ...args, '--json']);
  return { code, answer: JSON.parse(stdout) as Answer };
}
