import type { ContainerClient } from '@azure/storage-blob';
import * as z from 'zod';
import { entryText } from '../../audit/entry-text.ts';
import { sha256 } from '../../audit/sha256.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { AuditStore } from '../../ports/audit-store.ts';
import { storeUnavailable } from './blob-errors.ts';
import { changeText } from './change-text.ts';
import { createArtifactStore } from './create-artifact-store.ts';

/** A page of a listing holds 5,000; this is a log of several million entries. */
const MOST_CHECKPOINTS = 200_000;
const MOST_ROTATIONS = 1_000;

const Keys = z.array(z.string());

/**
 * The chain: `<tenant>/<sequence>.json` in the audit container, and beside it `<tenant>/checkpoints/<size>.txt`,
 * `<tenant>/leaves/<size>.json` and `<tenant>/rotations/<id of the former key>.txt`; all written once, under an immutability policy in
 * Azure. Aids (hints of the ends, the keys of each run) are mutable and lie in the state container;
 * without them the log is read from its start once.
 */
export function createAuditStore(audit: ContainerClient, state: ContainerClient): AuditStore {
  const entries = createArtifactStore(audit);
  const aids = createArtifactStore(state);
  const keysRef = (tenant: string, group: string): string => `audit/${tenant}/entered/${sha256(group)}`;
  const endRef = (tenant: string): string => `audit/${tenant}/end`;
  const hintRef = (tenant: string): string => `audit/${tenant}/checkpoint`;

  async function textOf(store: ArtifactStore, ref: string, signal: AbortSignal): Promise<string | null> {
    const stored = await store.read(ref, signal);
    return stored === null ? null : entryText(stored.bytes);
  }

  async function overwrite(ref: string, text: string, what: string, signal: AbortSignal): Promise<void> {
    try {
      await state.getBlockBlobClient(ref).upload(text, text.length, { abortSignal: signal });
    } catch (error) {
      throw storeUnavailable(what, error);
    }
  }

  return {
    readEntry: (tenant, sequence, signal) => textOf(entries, entryRef(tenant, sequence), signal),
    async createEntry(tenant, sequence, text, signal) {
      const bytes = new TextEncoder().encode(text);
      const { created } = await entries.create(entryRef(tenant, sequence), bytes, 'application/json', signal);
      return created;
    },
    readKeys: async (tenant, group, signal) =>
      new Set(keysIn(await textOf(aids, keysRef(tenant, group), signal))),
    addKeys: (tenant, group, keys, signal) =>
      changeText(
        state,
        keysRef(tenant, group),
        (text) => JSON.stringify([...new Set([...keysIn(text), ...keys])]),
        signal,
      ),
    readEnd: async (tenant, signal) => Number((await textOf(aids, endRef(tenant), signal)) ?? 0),
    writeEnd: (tenant, sequence, signal) =>
      overwrite(endRef(tenant), String(sequence), 'note the end of the audit log', signal),
    async listCheckpoints(tenant, signal) {
      const prefix = `${tenant}/checkpoints/`;
      const refs = await entries.list(prefix, MOST_CHECKPOINTS, signal);
      return refs.map((ref) => Number.parseInt(ref.slice(prefix.length), 10));
    },
    readCheckpoint: (tenant, size, signal) => textOf(entries, checkpointRef(tenant, size), signal),
    readLeaves: (tenant, size, signal) => textOf(entries, leavesRef(tenant, size), signal),
    async createCheckpoint(tenant, size, { note, leaves }, signal) {
      const encoder = new TextEncoder();
      await entries.create(leavesRef(tenant, size), encoder.encode(leaves), 'application/json', signal);
      await entries.create(checkpointRef(tenant, size), encoder.encode(note), 'text/plain', signal);
      await overwrite(hintRef(tenant), String(size), 'note the newest checkpoint', signal);
    },
    async readRotations(tenant, signal) {
      const refs = await entries.list(`${tenant}/rotations/`, MOST_ROTATIONS, signal);
      const notes = await Promise.all(refs.map((ref) => textOf(entries, ref, signal)));
      return notes.filter((note) => note !== null);
    },
    async createRotation(tenant, formerKeyId, note, signal) {
      const bytes = new TextEncoder().encode(note);
      await entries.create(rotationRef(tenant, formerKeyId), bytes, 'text/plain', signal);
    },
    readCheckpointHint: async (tenant, signal) => Number((await textOf(aids, hintRef(tenant), signal)) ?? 0),
  };
}

function keysIn(text: string | null): readonly string[] {
  return text === null ? [] : Keys.parse(JSON.parse(text));
}

function checkpointRef(tenant: string, size: number): string {
  return `${tenant}/checkpoints/${digits(size)}.txt`;
}

function leavesRef(tenant: string, size: number): string {
  return `${tenant}/leaves/${digits(size)}.json`;
}

function rotationRef(tenant: string, formerKeyId: string): string {
  return `${tenant}/rotations/${formerKeyId}.txt`;
}

function entryRef(tenant: string, sequence: number): string {
  return `${tenant}/${digits(sequence)}.json`;
}

/** Twelve digits, so that a listing is in order. */
function digits(number: number): string {
  return String(number).padStart(12, '0');
}
