import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { ThrottledError } from '../errors/pipeline-error.ts';
import type { ProjectTurns } from '../ports/project-turns.ts';
import type { Stage } from '../ports/stage.ts';

/**
 * Lets a stage run when it is the turn of the run's project. A message that came back has had its turn.
 * @param turns left out: nobody waits
 */
export function inTurn<Output>(stage: Stage<Output>, turns: ProjectTurns | undefined): Stage<Output> {
  if (turns === undefined) return stage;
  return {
    ...stage,
    async run(context) {
      const { attempt = 0, replay = 0 } = context.envelope;
      if (attempt > 0 || replay > 0) return stage.run(context);
      const { value: request } = await context.read('receive', AnalysisRequested);
      const waitMs = await turns.take(`${request.change.connection ?? ''} ${request.change.project}`);
      if (waitMs === 0) return stage.run(context);
      throw new ThrottledError(
        'PROJECT_BUSY',
        'The project has more runs than its share just now; this one waits for its turn.',
        waitMs,
      );
    },
  };
}
