import * as z from 'zod';
import { sha256 } from '../audit/sha256.ts';
import { ChangeBrief } from '../contracts/change-brief.ts';
import { Verdict } from '../contracts/decision.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';

const ToldNote = z.object({ runId: z.string(), verdict: Verdict, thread: z.string().nullable() });
type ToldNote = z.infer<typeof ToldNote>;

/** Enough for any change or time window; what comes after is not noted any more. */
export const MOST_NOTES = 500;

/**
 * What a channel was told, kept as write-once notes beside the artifacts: `notices/<connection>/changes/<change>/0001-<run>.json`
 * and `notices/<connection>/windows/<window>/0001-<run>.json`. Numbers follow from the listing, so the caller holds the channel's lock.
 */
export function createNoticeNotes(artifacts: ArtifactStore, connection: string, signal: AbortSignal) {
  const folderOf = (changeKey: string): string =>
    `notices/${connection}/changes/${sha256(changeKey).slice(0, 32)}/`;
  const windowFolder = (window: string): string => `notices/${connection}/windows/${window}/`;

  async function add(folder: string, runId: string, value: object): Promise<number> {
    const refs = await artifacts.list(folder, MOST_NOTES, signal);
    const standing = refs.findIndex((ref) => ref.endsWith(`-${runId}.json`));
    if (standing !== -1) return standing + 1;
    if (refs.length >= MOST_NOTES) return MOST_NOTES + 1;
    const number = refs.length + 1;
    const ref = `${folder}${String(number).padStart(4, '0')}-${runId}.json`;
    await artifacts.create(ref, new TextEncoder().encode(JSON.stringify(value)), 'application/json', signal);
    return number;
  }

  async function readAll<T>(refs: readonly string[], schema: z.ZodType<T>): Promise<readonly T[]> {
    const notes: T[] = [];
    for (const ref of refs) {
      const stored = await artifacts.read(ref, signal);
      if (stored !== null) notes.push(parseNote(ref, stored.bytes, schema));
    }
    return notes;
  }

  return {
    /** Newest word that other runs left on the change, and its thread when there is one. */
    async toldBefore(
      changeKey: string,
      runId: string,
    ): Promise<{ readonly verdict: Verdict | null; readonly thread: string | null }> {
      const refs = await artifacts.list(folderOf(changeKey), MOST_NOTES, signal);
      const notes = await readAll(refs.slice(-20), ToldNote);
      return {
        verdict: notes.findLast((note) => note.runId !== runId)?.verdict ?? null,
        thread: notes.findLast((note) => note.thread !== null)?.thread ?? null,
      };
    },
    tell: (changeKey: string, note: ToldNote): Promise<number> => add(folderOf(changeKey), note.runId, note),
    /** The run's place in the window, from 1; the same at every asking. */
    takePlace: (window: string, brief: ChangeBrief): Promise<number> =>
      add(windowFolder(window), brief.runId, brief),
    /** Briefs after the first `from` of the window, `most` of them, and how many more there are. */
    async gathered(
      window: string,
      from: number,
      most: number,
    ): Promise<{ readonly briefs: readonly ChangeBrief[]; readonly more: number }> {
      const refs = (await artifacts.list(windowFolder(window), MOST_NOTES, signal)).slice(from);
      const briefs = await readAll(refs.slice(0, most), ChangeBrief);
      return { briefs, more: Math.max(0, refs.length - most) };
    },
  };
}

function parseNote<T>(ref: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (parsed.success) return parsed.data;
  throw new PermanentError('ARTIFACT_INVALID', `The note ${ref} does not fit its schema.`);
}
