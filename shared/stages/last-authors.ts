import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { isReplaced } from '../contracts/identity-key.ts';
import type { Masked } from '../contracts/masked.ts';
import type { Plan } from '../contracts/plan.ts';
import { PipelineError } from '../errors/pipeline-error.ts';
import type { ChangeHost } from '../ports/change-host.ts';

/** Each is a question to the host. */
const MOST_FILES = 3;
/** A comment does not wait longer for names. */
const WITHIN_MS = 5_000;

export interface LastAuthor {
  readonly name: string;
  /** Files of the cause that they changed last, as they were before the change. */
  readonly files: readonly Masked[];
}

/**
 * Who changed files last before a change did, without its author; nobody for files that the change adds. A host that does not tell in time
 * costs the comment these names and nothing else.
 */
export async function lastAuthorsOf(
  suspects: readonly Masked[],
  { request: { change }, plan }: { readonly request: AnalysisRequested; readonly plan: Plan },
  host: ChangeHost,
  signal: AbortSignal,
): Promise<readonly LastAuthor[]> {
  const { project, number } = change;
  const { baseSha: ref } = plan;
  const files = suspects.flatMap((suspect) => pathBefore(suspect, plan)).slice(0, MOST_FILES);
  if (plan.ask?.lastAuthor !== true || ref === null || number === null || files.length === 0) return [];
  const late = AbortSignal.timeout(WITHIN_MS);
  const within = AbortSignal.any([signal, late]);
  try {
    const [now, ...authors] = await Promise.all([
      host.fetchChange(project, number, within),
      ...files.map((file) => host.fetchLastAuthor(project, file, ref, within)),
    ]);
    const told = files.map((file, at) => ({ file, name: authors[at] ?? null }));
    const others = told.flatMap(({ file, name }) =>
      name === null || isSame(name, now?.author ?? null) ? [] : [{ file, name }],
    );
    return [...Map.groupBy(others, ({ name }) => name.toLowerCase()).values()].flatMap((all) => {
      const [first] = all;
      return first === undefined ? [] : [{ name: first.name, files: all.map(({ file }) => file) }];
    });
  } catch (error) {
    if (signal.aborted || !(late.aborted || PipelineError.is(error))) throw error;
    return [];
  }
}

/** Whether two accounts are one: hosts do not tell capitals apart. */
export function isSame(one: string, other: string | null): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}

/** None for a file that was not there, or whose name had to be masked. */
function pathBefore(path: Masked, { diff }: Plan): readonly Masked[] {
  const file = diff.files.find((one) => one.path === path);
  const before = file?.previousPath ?? path;
  return file?.status === 'added' || isReplaced(before) ? [] : [before];
}
