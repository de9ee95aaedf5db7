import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { KnownBlock } from '@slack/types';
import { AdaptiveCard, SerializationContext, Versions } from 'adaptivecards';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { messageFromApproval } from '../../shared/connectors/slack/message-from-approval.ts';
import type { SlackBlock } from '../../shared/connectors/slack/blocks.ts';
import { channelMessage, personalMessage } from '../../shared/connectors/teams/card-from-approval.ts';
import { messageFromBrief, messageFromDigest } from '../../shared/connectors/teams/card-from-brief.ts';
import { approvalNotice } from '../support/approval-notice.ts';
import { brief } from '../support/change-brief.ts';

/** The same data without `readonly`, which the types of others do not know. */
type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;

describe('documents of ours, before the judges that their makers publish', () => {
  it.each([
    ['a regression', messageFromBrief(brief())],
    ['a pass', messageFromBrief(brief({ verdict: 'pass', figures: [], causes: [], fixes: [] }))],
    [
      'a digest',
      messageFromDigest({ id: 'digest-1', headline: brief().headline, briefs: [brief(), brief()], more: 3 }),
    ],
    ['an approval, for the channel', channelMessage(approvalNotice(), false)],
    [
      'an approval, for one person',
      personalMessage({
        account: 'anna@shop.example',
        notice: approvalNotice(),
        approve: 'https://perf.example/approve',
        reject: 'https://perf.example/reject',
      }),
    ],
  ])('Adaptive Cards reads %s without a complaint', (_what, message) => {
    const faults = faultsOf(cardOf(message));

    expect(faults).toEqual([]);
  });

  it('Adaptive Cards would complain of a card that is none', () => {
    expect(faultsOf({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Balloon' }] })).not.toEqual([]);
  });

  it('Slack types every block that a message of ours can have', () => {
    expectTypeOf<Writable<SlackBlock>>().toExtend<KnownBlock>();
    expectTypeOf(messageFromApproval(approvalNotice()).blocks).toExtend<readonly SlackBlock[]>();
  });

  it.each([
    ['github-pull-request', 'pull_request_event'],
    ['github-issue-comment', 'issue_comment_event'],
    ['github-merge-group', 'merge_group_event'],
  ])('GitHub promises every field that %s asks of its webhooks', (ours, event) => {
    const asked = requiredPaths(readSchema(`../../schemas/${ours}.v1.schema.json`));
    const variants = variantsOf(GITHUB.definitions[event] ?? {});

    const missing = variants.flatMap((variant) => asked.filter((path) => !promises(variant, path)));

    expect(variants.length).toBeGreaterThanOrEqual(2);
    expect(asked.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });
});

function cardOf(message: unknown): unknown {
  const { attachments } = message as { readonly attachments: readonly { readonly content: unknown }[] };
  return attachments[0]?.content;
}

function faultsOf(card: unknown): readonly string[] {
  const context = new SerializationContext(Versions.v1_5);
  new AdaptiveCard().parse(card, context);
  return Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
}

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

const GITHUB = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-schemas'), 'utf8'),
) as { readonly definitions: Readonly<Record<string, Schema>> };

function readSchema(path: string): Schema {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Schema;
}

/** Paths of the fields that must be there, each only below fields that must be there. */
function requiredPaths(schema: Schema, below: readonly string[] = []): readonly (readonly string[])[] {
  return (schema.required ?? []).flatMap((name) => {
    const path = [...below, name];
    return [path, ...requiredPaths(schema.properties?.[name] ?? {}, path)];
  });
}

/** One schema for each action of an event. */
function variantsOf(schema: Schema): readonly Schema[] {
  const found = resolved(schema);
  return found.oneOf === undefined ? [found] : found.oneOf.flatMap(variantsOf);
}

function promises(schema: Schema, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const found = resolved(schema);
  const choices = found.oneOf ?? found.anyOf;
  if (choices !== undefined) return choices.every((one) => promises(one, [name, ...rest]));
  const parts = [found, ...(found.allOf ?? []).map(resolved)];
  const isRequired = parts.some(({ required }) => required?.includes(name) === true);
  return (
    isRequired &&
    parts.some(({ properties }) => properties?.[name] !== undefined && promises(properties[name], rest))
  );
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/definitions/', '');
  return name === undefined ? schema : resolved(GITHUB.definitions[name] ?? {});
}
