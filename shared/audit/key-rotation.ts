import { PipelineError } from '../errors/pipeline-error.ts';
import { type Checkpoint, checkpointText, readCheckpointText } from './checkpoint.ts';
import {
  keyIdOf,
  type NoteKey,
  type NoteSigner,
  openNote,
  parseNoteKey,
  printNoteKey,
} from './signed-note.ts';

/** That one key follows another: the newest checkpoint of the old one, which both have signed, with the names of both. */
export interface Rotation extends Checkpoint {
  readonly from: NoteKey;
  readonly to: NoteKey;
}

const LINES = /^([^]*\n)key (\S+)\nnext (\S+)\n$/;

/** The statement of both keys, under the newest checkpoint of the old one. */
export function signRotation(newest: Checkpoint, from: NoteSigner, to: NoteSigner): string {
  const text = `${checkpointText(newest)}key ${printNoteKey(from)}\nnext ${printNoteKey(to)}\n`;
  const lineOf = (signer: NoteSigner): string => signer.sign(text).slice(text.length + 1);
  return `${text}\n${lineOf(from)}${lineOf(to)}`;
}

/** What a statement says, when both keys that it names are of one log and have signed it; null otherwise. It says nothing of whether to trust either. */
export function openRotation(note: string): Rotation | null {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const [, head = '', former = '', next = ''] = LINES.exec(text) ?? [];
  const [from, to] = [former, next].map(keyOrNull);
  if (from === null || from === undefined || to === null || to === undefined) return null;
  if (from.name !== to.name || keyIdOf(from) === keyIdOf(to)) return null;
  if (openNote(note, from) === null || openNote(note, to) === null) return null;
  const checkpoint = readCheckpointText(head, from.name);
  return checkpoint === null ? null : { ...checkpoint, from, to };
}

function keyOrNull(text: string): NoteKey | null {
  try {
    return parseNoteKey(text);
  } catch (error) {
    if (PipelineError.is(error)) return null;
    throw error;
  }
}
