import { describe, expect, it } from 'vitest';
import type { ChangeEvents, InboundRequest } from '../../shared/ports/change-host.ts';
import { settledEvent } from '../support/settled-event.ts';

/** Webhooks of a code host prepared for the suite; each request is signed as the host signs. */
interface ChangeEventsUnderTest {
  readonly events: ChangeEvents;
  readonly project: string;
  readonly number: string;
  readonly headSha: string;
  readonly requests: {
    readonly opened: InboundRequest;
    readonly pushed: InboundRequest;
    readonly merged: InboundRequest;
    readonly closed: InboundRequest;
    /** Title, labels or the like changed, no commits. */
    readonly edited: InboundRequest;
    /** It is to be merged into "release" from now on; no commits. */
    readonly retargeted: InboundRequest;
    /** An event of another kind that the host also sends. */
    readonly unrelated: InboundRequest;
    /** An event of a kind that the host does not send today. */
    readonly unheard: InboundRequest;
  };
  /** What an event tells of a change beside its head. */
  readonly told: {
    readonly draft: InboundRequest;
    /** A draft that was made ready, without new commits. */
    readonly madeReady: InboundRequest;
    readonly fork: InboundRequest;
    readonly byBot: InboundRequest;
    /** The label "measure" was set. */
    readonly labelled?: { readonly byPerson: InboundRequest; readonly byProgram: InboundRequest };
    /** A group of changes waits to be merged. */
    readonly queued?: { readonly request: InboundRequest; readonly headSha: string };
  };
  /** A request that was signed six minutes ago. */
  readonly replayed: InboundRequest;
  sign(body: string): InboundRequest;
}

/** The promises that every source of change events keeps (shared/ports/change-host.ts). */
export function itReadsChangeEvents(
  name: string,
  scheme: { readonly hasTime: boolean; readonly tellsLabels: boolean; readonly tellsQueues: boolean },
  prepare: () => Promise<ChangeEventsUnderTest>,
): void {
  const text = (request: InboundRequest) => new TextDecoder().decode(request.body);
  const withBody = (request: InboundRequest, body: string): InboundRequest => ({
    headers: request.headers,
    body: new TextEncoder().encode(body),
  });

  describe(`${name} reads change events`, () => {
    it('believes a request that the host signed', async () => {
      const { events, requests } = await prepare();

      expect(await events.verify(requests.opened)).toBe(true);
    });

    it('does not believe a request without proof', async () => {
      const { events, requests } = await prepare();

      expect(await events.verify({ headers: {}, body: requests.opened.body })).toBe(false);
    });

    it('does not believe a request with any header of the proof changed', async () => {
      const { events, requests } = await prepare();
      const proofs = Object.keys(requests.opened.headers).filter((header) =>
        /token|signature|secret|authorization/.test(header),
      );

      const forged = proofs.map((header) => ({
        ...requests.opened,
        headers: { ...requests.opened.headers, [header]: `${requests.opened.headers[header] ?? ''}x` },
      }));

      expect(proofs).not.toHaveLength(0);
      for (const request of forged) expect(await events.verify(request)).toBe(false);
    });

    if (scheme.hasTime) {
      it('does not believe an old request that somebody kept', async () => {
        const { events, replayed } = await prepare();

        expect(await events.verify(replayed)).toBe(false);
      });
    }

    it.each(['opened', 'pushed'] as const)('asks for a verdict when a change was %s', async (kind) => {
      const { events, requests, project, number, headSha } = await prepare();

      const { deliveryId } = events.parse(requests[kind]);
      const result = await settledEvent(events, requests[kind]);

      expect(deliveryId).toBeTypeOf('string');
      expect(result).toMatchObject({ kind: 'change', intent: 'judge', change: { project, number, headSha } });
    });

    it('learns from a change that was merged', async () => {
      const { events, requests, headSha } = await prepare();

      expect(await settledEvent(events, requests.merged)).toMatchObject({
        kind: 'change',
        intent: 'learn-merged',
        change: { headSha },
      });
    });

    it.each(['closed', 'edited', 'unrelated'] as const)(
      'ignores a change that was %s, and says why',
      async (kind) => {
        const { events, requests } = await prepare();

        const result = await settledEvent(events, requests[kind]);

        expect(result.kind).toBe('ignored');
        expect(result).toHaveProperty('why');
      },
    );

    it('tells a draft, a fork and a program from what it is not', async () => {
      const { events, requests, told } = await prepare();

      const [plain, draft, fork, byBot] = await Promise.all(
        [requests.opened, told.draft, told.fork, told.byBot].map(async (request) => {
          const result = await settledEvent(events, request);
          return result.kind === 'change' ? result.change : null;
        }),
      );

      expect([plain?.draft, plain?.fork, plain?.bot === true]).toEqual([false, false, false]);
      expect([draft?.draft, fork?.fork, byBot?.bot]).toEqual([true, true, true]);
    });

    it('asks for a verdict when a draft is made ready, though it brings no commits', async () => {
      const { events, told } = await prepare();

      expect(await settledEvent(events, told.madeReady)).toMatchObject({
        kind: 'change',
        intent: 'judge',
        change: { draft: false },
      });
    });

    it('asks for a verdict against the new branch when the target is changed, though it brings no commits', async () => {
      const { events, requests } = await prepare();

      expect(await settledEvent(events, requests.retargeted)).toMatchObject({
        kind: 'change',
        intent: 'judge',
        change: { targetBranch: 'release' },
      });
    });

    if (scheme.tellsLabels) {
      it('hears of a label that a person set, and not of one that a program set', async () => {
        const { events, told } = await prepare();
        if (told.labelled === undefined) throw new TypeError('No labels were set.');

        expect(await settledEvent(events, told.labelled.byPerson)).toMatchObject({
          kind: 'change',
          intent: 'judge',
          labels: ['measure'],
        });
        expect((await settledEvent(events, told.labelled.byProgram)).kind).toBe('ignored');
      });
    }

    if (scheme.tellsQueues) {
      it('asks for a verdict on the commit of a group that waits to be merged, which is no change to comment on', async () => {
        const { events, told } = await prepare();
        if (told.queued === undefined) throw new TypeError('No group was queued.');

        expect(await settledEvent(events, told.queued.request)).toMatchObject({
          kind: 'change',
          intent: 'judge',
          change: { number: null, headSha: told.queued.headSha, targetBranch: 'main' },
        });
      });
    }

    it('ignores an event that it has never heard of', async () => {
      const { events, requests } = await prepare();

      expect(events.parse(requests.unheard).result.kind).toBe('ignored');
    });

    it.each(['', 'not json', '[]', '"text"', '{}', 'null', '{"object_kind":7}'])(
      'refuses the malformed body %j',
      async (body) => {
        const { events, sign } = await prepare();

        expect(() => events.parse(sign(body))).toThrow(
          expect.objectContaining({ code: 'INPUT_INVALID', disposition: 'dead-letter' }),
        );
      },
    );

    it('gives the same delivery id for a redelivery', async () => {
      const { events, requests } = await prepare();

      expect(events.parse(requests.opened).deliveryId).toBe(events.parse({ ...requests.opened }).deliveryId);
    });

    it('never fails but with the reason, whatever field is damaged', async () => {
      const { events, requests } = await prepare();
      const damaged = damagedVariants(JSON.parse(text(requests.opened)));

      const outcomes = damaged.map((body) => outcomeOf(() => events.parse(withBody(requests.opened, body))));

      expect(outcomes.length).toBeGreaterThan(20);
      expect(outcomes.filter((outcome) => outcome === 'bug')).toEqual([]);
      expect(outcomes).toContain('refused');
    });
  });
}

/** The body with each field in turn replaced by a value of another type. */
function damagedVariants(body: unknown): string[] {
  const variants: string[] = [];
  const visit = (at: Record<string, unknown>): void => {
    for (const [key, value] of Object.entries(at)) {
      for (const wrong of [null, 7, [], {}, 'x'.repeat(20_000)]) {
        at[key] = wrong;
        variants.push(JSON.stringify(body));
      }
      at[key] = value;
      if (isRecord(value)) visit(value);
    }
  };
  if (isRecord(body)) visit(body);
  return variants;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function outcomeOf(work: () => { readonly result: { readonly kind: string } }): string {
  try {
    return work().result.kind;
  } catch (error) {
    return isRecord(error) && error['code'] === 'INPUT_INVALID' ? 'refused' : 'bug';
  }
}
