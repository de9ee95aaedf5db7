import type { ChangeEvent } from '../../ports/change-host.ts';
import { createEventChecker } from '../common/create-event-checker.ts';
import { mayBeCommand } from '../common/may-be-command.ts';
import { GitlabNoteEvent } from './note-event.ts';

const check = createEventChecker(GitlabNoteEvent, 'note event');

/** What a note means: new ones of people under a merge request may command; edits, notes of GitLab itself and others may not. */
export function noteResult(body: object): ChangeEvent {
  const { project, object_attributes: note, merge_request: mr } = check(body);
  const event = 'note';
  if (mr === null || mr === undefined)
    return { kind: 'ignored', event, why: 'the note is on no merge request' };
  if ((note.action ?? 'create') !== 'create')
    return { kind: 'ignored', event, why: 'only new notes may hold a command' };
  if (note.system === true || !mayBeCommand(note.note))
    return { kind: 'ignored', event, why: 'the note holds no command' };
  return {
    kind: 'comment',
    event,
    project: project.path_with_namespace,
    number: String(mr.iid),
    comment: { id: String(note.id), text: note.note },
  };
}
