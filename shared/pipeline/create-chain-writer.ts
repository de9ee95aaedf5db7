import { setTimeout as wait } from 'node:timers/promises';
import { canonicalJson } from '../audit/canonical-json.ts';
import { entryFromNote } from '../audit/entry-from-note.ts';
import { AuditEntry, type AuditNote } from '../contracts/audit-note.ts';
import { PermanentError, ThrottledError } from '../errors/pipeline-error.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import { createChainMemory } from './chain-memory.ts';
import { readAuditEntries } from './read-audit-entries.ts';

/** Appends to one tenant's chain and remembers where it ends. One call at a time; other writers may append meanwhile. */
export interface ChainWriter {
  /** Enters the notes that no entry holds, in their order. @throws ThrottledError(`LOCK_HELD`) when others are faster all the time */
  append(notes: readonly AuditNote[], signal: AbortSignal): Promise<void>;
  /** Records what is left to record, so that the next writer need not read on. */
  settle(signal: AbortSignal): Promise<void>;
  /** The last entry known; 0 before there is one. */
  end(): number;
  /** Text of an entry of late; undefined when it is not remembered. */
  textOf(sequence: number): string | undefined;
}

const MOST_BEYOND = 64;
/** After so many lost races all is read that others wrote, before that what is likely to be there. */
const FEW_LOST = 3;
/** Who is so far behind begins at the noted end again instead of reading all that others wrote. */
const FAR_BEHIND = 128;
const MOST_LOST = 12;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 160;
const AGAIN_AFTER_MS = 250;

/**
 * Any number of writers append to one chain without asking each other: a number is taken once (`createEntry`), whoever comes second reads what took it, and
 * goes on from there. So a note is entered once: of the entries up to the noted end the keys are recorded, and each one beyond it was written or read by
 * the writer itself before the next number could be its own. Keys are recorded, and the end is noted, once for many entries.
 */
export function createChainWriter(
  tenant: string,
  store: AuditStore,
  pause: (ms: number, signal: AbortSignal) => Promise<unknown> = (ms, signal) =>
    wait(ms, undefined, { signal }),
): ChainWriter {
  const memory = createChainMemory();
  /** Null until the noted end was read. */
  let noted: number | null = null;
  let othersWrote = false;
  const end = (): number => memory.last()?.sequence ?? 0;

  async function catchUp(signal: AbortSignal): Promise<void> {
    const known = noted === null ? null : end();
    if (known === null) await begin(signal);
    for await (const { sequence, text } of readAuditEntries(store, tenant, end() + 1, signal)) {
      if (text === null) break;
      memory.take(entryOf(text, tenant, sequence), text);
      othersWrote = true;
      if (known !== null && sequence - known >= FAR_BEHIND) {
        noted = null;
        return catchUp(signal);
      }
      // Who reads a long way notes how far it came: the next one goes on from there.
      if (memory.beyond() >= FAR_BEHIND) await settle(signal);
    }
    if (memory.beyond() >= MOST_BEYOND) await settle(signal);
  }

  /** What took the number is there for certain; the next number is tried sooner than read. */
  async function readSome(most: number, signal: AbortSignal): Promise<void> {
    const to = end() + most;
    for await (const { sequence, text } of readAuditEntries(store, tenant, end() + 1, signal, to)) {
      if (text === null) return;
      memory.take(entryOf(text, tenant, sequence), text);
      othersWrote = true;
    }
  }

  async function begin(signal: AbortSignal): Promise<void> {
    const sequence = await store.readEnd(tenant, signal);
    const text = sequence === 0 ? null : await store.readEntry(tenant, sequence, signal);
    memory.begin(text === null ? null : { entry: entryOf(text, tenant, sequence), text });
    noted = end();
    othersWrote = false;
  }

  /** What was recorded of entries up to the noted end does not change any more, so that it is read once. */
  async function readKeys(notes: readonly AuditNote[], signal: AbortSignal): Promise<void> {
    const read = async (group: string): Promise<void> =>
      memory.learn(group, await store.readKeys(tenant, group, signal));
    await Promise.all(memory.missing(notes).map(read));
  }

  /** @returns false when another writer took the number */
  async function enter(note: AuditNote, signal: AbortSignal): Promise<boolean> {
    const entry = entryFromNote(note, memory.last());
    const text = canonicalJson(entry);
    const created = await store.createEntry(tenant, entry.sequence, text, signal);
    if (created) memory.take(entry, text);
    return created;
  }

  async function append(notes: readonly AuditNote[], signal: AbortSignal): Promise<void> {
    if (noted === null) await catchUp(signal);
    memory.dropOldGroups();
    await readKeys(notes, signal);
    for (const note of notes) {
      for (let lost = 0; !memory.isEntered(note) && !(await enter(note, signal)); lost += 1) {
        if (lost >= MOST_LOST) throw anotherWriter(tenant);
        // Who lost once may have met a single note; who loses again lets the other one finish.
        if (lost > 0) await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (lost - 1)), signal);
        if (lost < FEW_LOST) await readSome(2 ** lost, signal);
        else await catchUp(signal);
        await readKeys(notes, signal);
      }
    }
    if (memory.beyond() >= MOST_BEYOND) await settle(signal);
  }

  async function settle(signal: AbortSignal): Promise<void> {
    if (memory.beyond() === 0) return;
    const recorded = othersWrote ? await store.readEnd(tenant, signal) : (noted ?? 0);
    const byGroup = [...memory.keysAfter(recorded)];
    await Promise.all(byGroup.map(([group, keys]) => store.addKeys(tenant, group, keys, signal)));
    if (end() > recorded) await store.writeEnd(tenant, end(), signal);
    memory.noteRecorded();
    noted = end();
    othersWrote = false;
  }

  return { append, settle, end, textOf: (sequence) => memory.textOf(sequence) };
}

function anotherWriter(tenant: string): ThrottledError {
  return new ThrottledError(
    'LOCK_HELD',
    `Other writers append to the audit log of "${tenant}" all the time.`,
    AGAIN_AFTER_MS,
  );
}

function entryOf(text: string, tenant: string, sequence: number): AuditEntry {
  const parsed = AuditEntry.safeParse(valueOrNull(text));
  if (parsed.success) return parsed.data;
  throw unreadable(tenant, sequence);
}

function unreadable(tenant: string, sequence: number): PermanentError {
  return new PermanentError(
    'ARTIFACT_INVALID',
    `Audit entry ${sequence} of "${tenant}" is unreadable; run "perf-agent audit verify".`,
  );
}

/** Text that is no JSON fits no schema either, and is reported as such rather than retried as a bug. */
function valueOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
