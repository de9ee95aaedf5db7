import { sha256 } from '../audit/sha256.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { StageContext } from '../ports/stage.ts';

/** Hex digits of a question's hash that tell two questions of one step apart. */
const QUESTION_DIGITS = 12;

/**
 * The index as a step reads it: what it answers led to what the step says, so each answer is noted as an input,
 * `index/<question>/<its hash>` with SHA-256 of the answer's JSON. Rows change later; what was read then is held by its hash.
 */
export function notedIndex(index: RunIndex, context: Pick<StageContext, 'noteInput'>): RunIndex {
  const noted =
    <A extends unknown[], R>(question: string, ask: (...asked: A) => Promise<R>) =>
    async (...asked: A): Promise<R> => {
      const answer = await ask(...asked);
      // The last is the signal that ends the waiting.
      const about = hashOf(asked.slice(0, -1)).slice(0, QUESTION_DIGITS);
      context.noteInput(`index/${question}/${about}`, hashOf(answer));
      return answer;
    };
  return {
    ...index,
    getPin: noted('pin', index.getPin.bind(index)),
    getBaseline: noted('baseline', index.getBaseline.bind(index)),
    newestMeasuredCommit: noted('newest-measured', index.newestMeasuredCommit.bind(index)),
    listResults: noted('results', index.listResults.bind(index)),
    listHistory: noted('history', index.listHistory.bind(index)),
    listBranchCommits: noted('branch-commits', index.listBranchCommits.bind(index)),
    listChangeRuns: noted('change-runs', index.listChangeRuns.bind(index)),
    listAcknowledgements: noted('acknowledgements', index.listAcknowledgements.bind(index)),
  };
}

function hashOf(value: unknown): string {
  return sha256(JSON.stringify(value));
}
