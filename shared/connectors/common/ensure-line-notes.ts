import type { ChangeHost, LineNote, LineNotesEnsured } from '../../ports/change-host.ts';
import { sameText } from './comment-text.ts';
import { lineMarkerOf, lineNoteText, markerWord, resolvedText } from './line-note-text.ts';

type Wanted = Parameters<ChangeHost['ensureLineNotes']>[0];

export interface StandingNote {
  /** Grows with time, so the least is the oldest. */
  readonly id: number;
  readonly body: string;
}

/** The line notes of one change, as one host keeps them: each the first comment of a discussion. */
export interface LineNoteStore {
  /** Only those that the token's own user wrote, so that nobody can plant a marker. */
  listOwn(): Promise<readonly StandingNote[]>;
  /** @returns null when the host does not show that line in the diff */
  create(note: LineNote, body: string): Promise<StandingNote | null>;
  update(id: number, body: string): Promise<void>;
  /** Content when it is gone already. */
  remove(id: number): Promise<void>;
  /** Resolves the discussion of a note, or opens it again; done twice, it is done once. */
  setResolved(id: number, resolved: boolean): Promise<void>;
}

/**
 * Brings the change's line notes to what is wanted. Two processes that create at once both list again afterwards and keep the oldest; a process
 * that ends between resolving and saying so does both again.
 */
export async function ensureLineNotes(
  store: LineNoteStore,
  { beside, notes, headSha }: Wanted,
  inert: (text: string) => string,
): Promise<LineNotesEnsured> {
  const scope: string = beside ?? '';
  const texts = notes.map((note) => ({
    note,
    key: markerWord(note.key),
    text: lineNoteText(scope, note, inert),
  }));
  const before = await oursByKey(store, scope);
  const standing = await keepStanding(store, texts, before);
  const made = await makeMissing(store, texts, before, scope);
  const resolved = await resolveOthers(store, new Set(texts.map(({ key }) => key)), before, headSha);
  const told = [...standing, ...made];
  const count = (what: Told) => told.filter((one) => one === what).length;
  return {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    resolved,
    unplaced: count('unplaced'),
  };
}

type Told = 'created' | 'updated' | 'unchanged' | 'unplaced';
type ByKey = ReadonlyMap<string, readonly StandingNote[]>;

interface Text {
  readonly note: LineNote;
  /** As it stands in the marker. */
  readonly key: string;
  readonly text: string;
}

/** Oldest first. */
async function oursByKey(store: LineNoteStore, scope: string): Promise<ByKey> {
  const byKey = new Map<string, StandingNote[]>();
  const own = [...(await store.listOwn())].sort((a, b) => a.id - b.id);
  for (const note of own) {
    const marker = lineMarkerOf(note.body);
    if (marker?.scope !== markerWord(scope)) continue;
    byKey.set(marker.key, [...(byKey.get(marker.key) ?? []), note]);
  }
  return byKey;
}

async function keepStanding(store: LineNoteStore, texts: readonly Text[], before: ByKey): Promise<Told[]> {
  const told: Told[] = [];
  for (const { key, text } of texts) {
    const [oldest, ...surplus] = before.get(key) ?? [];
    for (const { id } of surplus) await store.remove(id);
    if (oldest !== undefined) told.push(await bringUpToDate(store, oldest, text));
  }
  return told;
}

async function bringUpToDate(
  store: LineNoteStore,
  existing: StandingNote,
  text: string,
): Promise<'updated' | 'unchanged'> {
  if (sameText(existing.body, text)) return 'unchanged';
  if (lineMarkerOf(existing.body)?.resolved === true) await store.setResolved(existing.id, false);
  await store.update(existing.id, text);
  return 'updated';
}

async function makeMissing(
  store: LineNoteStore,
  texts: readonly Text[],
  before: ByKey,
  scope: string,
): Promise<Told[]> {
  const told: Told[] = [];
  const made: { readonly key: string; readonly id: number; readonly text: string }[] = [];
  for (const { note, key, text } of texts.filter((one) => !before.has(one.key))) {
    const created = await store.create(note, text);
    if (created === null) told.push('unplaced');
    else made.push({ key, id: created.id, text });
  }
  if (made.length === 0) return told;
  const after = await oursByKey(store, scope);
  for (const { key, id, text } of made) {
    const first = after.get(key)?.[0];
    if (first === undefined || first.id >= id) {
      told.push('created');
      continue;
    }
    await store.remove(id);
    told.push(await bringUpToDate(store, first, text));
  }
  return told;
}

/** @returns how many were open until now */
async function resolveOthers(
  store: LineNoteStore,
  wanted: ReadonlySet<string>,
  before: ByKey,
  headSha: string,
): Promise<number> {
  const open = [...before]
    .filter(([key]) => !wanted.has(key))
    .flatMap(([, standing]) => standing)
    .filter(({ body }) => lineMarkerOf(body)?.resolved === false);
  for (const { id, body } of open) {
    await store.setResolved(id, true);
    await store.update(id, resolvedText(body, headSha));
  }
  return open.length;
}
