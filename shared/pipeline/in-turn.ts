import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { PipelineError, ThrottledError } from '../errors/pipeline-error.ts';
import type { ProjectTurns } from '../ports/project-turns.ts';
import type { Stage } from '../ports/stage.ts';

/**
 * Lets a stage run when its run has one of its project's places, and gives the place back when the stage has to wait for something.
 * @param turns left out: nobody waits
 * @throws ThrottledError(`PROJECT_BUSY`) with the time after which to ask again
 */
export function inTurn<Output>(stage: Stage<Output>, turns: ProjectTurns | undefined): Stage<Output> {
  if (turns === undefined) return stage;
  const resting = restingTurn(stage, turns);
  return {
    ...stage,
    async run(context) {
      const { value: request } = await context.read('receive', AnalysisRequested);
      const project = `${request.change.connection ?? ''} ${request.change.project}`;
      const waitMs = await turns.take(project, context.runId);
      if (waitMs === 0) return resting.run(context);
      throw new ThrottledError(
        'PROJECT_BUSY',
        'The project has more runs than its share just now; this one waits for its turn.',
        waitMs,
      );
    },
  };
}

/** Gives the run's place back when the stage has to wait, for results say: meanwhile another run of the project may work. */
export function restingTurn<Output>(stage: Stage<Output>, turns: ProjectTurns | undefined): Stage<Output> {
  if (turns === undefined) return stage;
  return {
    ...stage,
    async run(context) {
      try {
        return await stage.run(context);
      } catch (error) {
        const waits = PipelineError.is(error) && error.disposition === 'retry-later';
        if (waits) await turns.leave(context.runId);
        throw error;
      }
    },
  };
}

/** Gives the run's place back after its last stage. */
export function endingTurn<Output>(stage: Stage<Output>, turns: ProjectTurns | undefined): Stage<Output> {
  if (turns === undefined) return stage;
  return {
    ...stage,
    async run(context) {
      const result = await stage.run(context);
      await turns.leave(context.runId);
      return result;
    },
  };
}
