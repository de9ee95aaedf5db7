import { openCheckpoint, signCheckpoint } from '../../shared/audit/checkpoint.ts';
import { openRotation, signRotation } from '../../shared/audit/key-rotation.ts';
import type { NoteSigner } from '../../shared/audit/signed-note.ts';
import { type ExportedLog, signedLog, signerOf } from './signed-log.ts';

/** Keys of a log that was handed over once, and one that never was the log's. */
export const KEYS = { old: signerOf(7), next: signerOf(8), stranger: signerOf(9) } as const;

export const rotated = await signedLog(60, 12, KEYS.old, KEYS.next);

/** Attacks on a log that was handed over. Each is found with the old key alone, and with the new one. */
export const ROTATION_ATTACKS: Readonly<Record<string, (log: ExportedLog) => ExportedLog>> = {
  'the statement of both keys is gone': (log) => ({ ...log, rotations: [] }),
  'another key follows the old one': (log) => ({ ...log, rotations: [handedTo(log, KEYS.stranger)] }),
  'a second key follows the old one': (log) => ({
    ...log,
    rotations: [...log.rotations, handedTo(log, KEYS.stranger)],
  }),
  'the statement lacks the signature of the old key': (log) => ({
    ...log,
    rotations: log.rotations.map((note) => note.split('\n').toSpliced(-3, 1).join('\n')),
  }),
  'the statement names another tree': (log) => ({
    ...log,
    rotations: [signRotation({ ...headOf(log), root: new Uint8Array(32) }, KEYS.old, KEYS.next)],
  }),
  'the old key signs the newest checkpoint after it was followed': (log) => signedBy(log, KEYS.old),
  'a stranger signs the newest checkpoint': (log) => signedBy(log, KEYS.stranger),
};

function headOf({ rotations }: ExportedLog): NonNullable<ReturnType<typeof openRotation>> {
  const head = openRotation(rotations[0] ?? '');
  if (head === null) throw new TypeError('The log was not handed over.');
  return head;
}

function handedTo(log: ExportedLog, next: NoteSigner): string {
  return signRotation(headOf(log), KEYS.old, next);
}

function signedBy(log: ExportedLog, signer: NoteSigner): ExportedLog {
  const size = Math.max(...log.checkpoints.keys());
  const standing = log.checkpoints.get(size) ?? { note: '', leaves: '' };
  const said = openCheckpoint(standing.note, KEYS.next);
  if (said === null) throw new TypeError('The newest checkpoint is signed by the key that followed.');
  const note = signCheckpoint(said, signer);
  return { ...log, checkpoints: new Map([...log.checkpoints, [size, { ...standing, note }]]) };
}
