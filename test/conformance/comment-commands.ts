import { describe, expect, it } from 'vitest';
import { Masked } from '../../shared/contracts/masked.ts';
import type { ChangeEvents, ChangeHost, InboundRequest } from '../../shared/ports/change-host.ts';

/** A code host prepared for the suite: a project with somebody who may write to it and somebody who may only read. */
export interface CommandsUnderTest {
  readonly host: ChangeHost;
  readonly events: ChangeEvents;
  readonly project: string;
  readonly number: string;
  readonly writer: Person;
  readonly reader: Person;
  /** Nobody that the host knows of. */
  readonly stranger: Person;
  /** The connection's own account. */
  readonly own: Person;
  /** An id that no comment has, where that is more than a number. */
  readonly noComment?: string;
  /** What was answered to the newest comment of a person: in its thread, where the host has threads. */
  answers(): readonly string[];
  /** The webhook about a comment that a person wrote just now. */
  comment(by: Person, text: string, state?: 'new' | 'edited'): InboundRequest;
}

interface Person {
  readonly id: string;
  readonly name: string;
}

const COMMAND = '/perf-agent acknowledge cpu until 2026-12-31 because larger model';

/** The promises about commands in comments that every code host keeps. */
export function itHearsCommands(name: string, prepare: () => Promise<CommandsUnderTest>): void {
  const signal = () => AbortSignal.timeout(20_000);

  describe(`${name} hears commands in comments`, () => {
    it.each([
      ['writer', 'write'],
      ['reader', 'read'],
      ['stranger', 'read'],
      ['own', 'own'],
    ] as const)('tells of the %s account the right "%s"', async (who, right) => {
      const t = await prepare();

      expect(await t.host.fetchRight(t.project, t[who], signal())).toBe(right);
    });

    it('tells who wrote a new comment with a command, where and what', async () => {
      const t = await prepare();
      const request = t.comment(t.writer, COMMAND);

      const event = t.events.parse(request).result;

      expect(await t.events.verify(request)).toBe(true);
      expect(event).toMatchObject({ kind: 'comment', number: t.number });
      if (event.kind !== 'comment') throw new TypeError('The comment was not heard.');
      expect(event.comment.text).toBe(COMMAND);
      const { project, number, comment } = event;
      expect(await t.host.fetchComment(project, number, comment.id, signal())).toMatchObject({
        text: COMMAND,
        author: t.writer,
      });
      // The change is found by what the event calls its project, a name or an id.
      expect(await t.host.fetchChange(event.project, event.number, signal())).toMatchObject({
        project: t.project,
      });
    });

    it('ignores an edited comment and one without a command', async () => {
      const t = await prepare();

      const edited = t.events.parse(t.comment(t.writer, COMMAND, 'edited')).result;
      const chat = t.events.parse(t.comment(t.writer, 'Looks good')).result;

      expect([edited.kind, chat.kind]).toEqual(['ignored', 'ignored']);
    });

    it('answers a command once, where it was given, and brings the answer up to date', async () => {
      const t = await prepare();
      const event = t.events.parse(t.comment(t.writer, COMMAND)).result;
      if (event.kind !== 'comment') throw new TypeError('The comment was not heard.');
      const { project, number, comment } = event;
      const answer = (body: string) =>
        t.host.ensureComment(
          {
            ...{ project, number, key: `command:${comment.id}`, answers: comment.id },
            ...{ body: Masked.parse(body), headSha: 'a'.repeat(40), order: 0 },
          },
          signal(),
        );

      const told = [await answer('Done.'), await answer('Done.'), await answer('Not done.')];

      expect(told.map(({ status }) => status)).toEqual(['created', 'unchanged', 'updated']);
      expect(t.answers()).toEqual([expect.stringContaining('Not done.')]);
    });

    it('tells of no comment that is not there', async () => {
      const t = await prepare();

      expect(await t.host.fetchComment(t.project, t.number, t.noComment ?? '999999', signal())).toBeNull();
    });
  });
}
