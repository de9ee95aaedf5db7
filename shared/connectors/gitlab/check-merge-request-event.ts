import { createEventChecker } from '../common/create-event-checker.ts';
import { GitlabMergeRequestEvent } from './merge-request-event.ts';

/** Checks a body against the published JSON Schema, then types it. @throws PermanentError(`INPUT_INVALID`) naming the field */
export const checkMergeRequestEvent = createEventChecker(GitlabMergeRequestEvent, 'merge request event');
