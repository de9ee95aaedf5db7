import * as z from 'zod';
import type { ParsedEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { GitlabPipelineEvent } from './pipeline-event.ts';
import type { GitlabSettings } from './settings.ts';

const check = createEventChecker(GitlabPipelineEvent, 'pipeline event');

/** A pipeline as its event names it. */
export const NamedPipeline = z.object({ project: z.string().min(1), pipeline: z.string().regex(/^\d+$/) });
export type NamedPipeline = z.infer<typeof NamedPipeline>;

/** Once it has ended, nobody waits for a check of it. */
const GOES_ON = ['created', 'waiting_for_resource', 'preparing', 'pending', 'running'];

/**
 * What a pipeline means. It may be one of a merge train; the event names the source branch of the merge request and not the train's ref, so
 * GitLab has to be asked (read-pipeline.ts).
 */
export function pipelineResult(body: object, trains: GitlabSettings['mergeTrains']): ParsedEvent {
  const event = 'pipeline';
  const ignored = (why: string): ParsedEvent => ({ kind: 'ignored', event, why });
  if (trains === 'ignore') return ignored('"pipeline" events do not ask for a verdict (mergeTrains: ignore)');
  const { project, object_attributes: about } = check(body);
  if (about.source !== 'merge_request_event') return ignored('the pipeline is of no merge request');
  if (!GOES_ON.includes(about.status ?? '')) return ignored('the pipeline has ended, or waits for a person');
  const { id } = about;
  if (id === null || id === undefined || project === null || project === undefined)
    return ignored('the event does not say which pipeline it is about');
  return { kind: 'named', event, about: { project: project.path_with_namespace, pipeline: String(id) } };
}
