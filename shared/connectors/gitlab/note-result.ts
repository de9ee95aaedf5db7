import { PermanentError } from '../../errors/pipeline-error.ts';
import type { ChangeEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { mayBeCommand } from '../common/may-be-command.ts';
import { GitlabNoteEvent } from './note-event.ts';
import { noteName } from './note-name.ts';

const check = createEventChecker(GitlabNoteEvent, 'note event');

/** What a note means: new ones of people under a merge request may command; edits, notes of GitLab itself and others may not. */
export function noteResult(body: object): ChangeEvent {
  const { project, object_attributes: note, merge_request: mr } = check(body);
  const event = 'note';
  if (mr === null || mr === undefined)
    return { kind: 'ignored', event, why: 'the note is on no merge request' };
  if ((note.action ?? 'create') !== 'create')
    return { kind: 'ignored', event, why: 'only new notes may hold a command' };
  const text = note.note ?? '';
  if (note.system === true || !mayBeCommand(text))
    return { kind: 'ignored', event, why: 'the note holds no command' };
  return {
    kind: 'comment',
    event,
    project: needed(project, '/project').path_with_namespace,
    number: String(mr.iid),
    comment: { id: nameOf(note), text },
  };
}

/** A reply to a note that is in no thread would make one of it, which somebody then has to resolve before merging: it is answered beside. */
function nameOf({ id, type, discussion_id: discussion }: GitlabNoteEvent['object_attributes']): string {
  const isInThread = type !== null && type !== undefined;
  return noteName(needed(id, '/object_attributes/id'), isInThread ? (discussion ?? null) : null);
}

/** What notes elsewhere may go without, and those on a merge request may not. */
function needed<T>(value: T | null | undefined, field: string): T {
  if (value !== null && value !== undefined) return value;
  throw new PermanentError('INPUT_INVALID', `Field "${field}" of the note event is missing.`, {
    details: { field },
  });
}
