import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { jiraTexts } from '../../shared/connectors/jira/jira-texts.ts';
import {
  CommentPage,
  CreatedIssue,
  IssueReply,
  IssueTypePage,
  MetaFieldPage,
  Refusal,
  SearchPage,
  Transitions,
} from '../../shared/connectors/jira/replies.ts';
import { SlackReply } from '../../shared/connectors/slack/slack-api.ts';
import { brief, hostileBrief } from '../support/change-brief.ts';
import { checkAdf } from '../support/check-adf.ts';

const SAMPLES = new URL('../../../shared/data/samples/', import.meta.url);
const present = existsSync(new URL('jira/', SAMPLES));

/** Replies that Jira's connector reads, by what is told from the document itself, not from its name. */
const JIRA_REPLIES: readonly (readonly [string, (document: object) => boolean, z.ZodType])[] = [
  ['search page', (one) => 'issues' in one, SearchPage],
  ['issue', (one) => 'key' in one && 'fields' in one, IssueReply],
  ['created issue', (one) => 'key' in one && 'self' in one && !('projectTypeKey' in one), CreatedIssue],
  ['refusal', (one) => 'errorMessages' in one || 'errors' in one, Refusal],
  ['transitions', (one) => 'transitions' in one, Transitions],
  ['comments', (one) => 'comments' in one, CommentPage],
  ['comment', (one) => 'body' in one && 'author' in one, CommentPage.shape.comments.element],
  ['issue types', (one) => 'issueTypes' in one, IssueTypePage],
  ['create metadata', (one) => 'values' in one && 'maxResults' in one, MetaFieldPage],
];

interface Document {
  readonly name: string;
  readonly value: object;
}

function documentsOf(system: string): readonly Document[] {
  const folder = new URL(`${system}/`, SAMPLES);
  const names = present ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return names.map((name) => ({
    name,
    value: Object(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))) as object,
  }));
}

/** What became of a document: read as what, or refused and why. */
function readJira({ value }: Document): { readonly read: string | null; readonly reason: string } {
  const fitting = JIRA_REPLIES.find(([, fits]) => !Array.isArray(value) && fits(value));
  if (fitting === undefined) return { read: null, reason: 'no reply that the connector asks for' };
  const parsed = fitting[2].safeParse(value);
  if (parsed.success) return { read: fitting[0], reason: '' };
  return { read: null, reason: `${fitting[0]}: ${parsed.error.issues[0]?.message ?? ''}` };
}

describe.skipIf(!present)('real documents of Jira (../shared/data/samples/jira)', () => {
  const documents = documentsOf('jira');
  const replies = documents.filter(({ name }) => !name.startsWith('adf-'));

  it('are read, or refused with a reason', () => {
    const results = replies.map((document) => ({ name: document.name, ...readJira(document) }));

    const read = results.filter((result) => result.read !== null);
    const refused = results.filter((result) => result.read === null);
    process.stdout.write(
      `jira: ${replies.length} documents, ${read.length} read, ${refused.length} refused\n` +
        refused.map(({ name, reason }) => `  ${name}: ${reason}\n`).join(''),
    );
    expect(documents.length).toBeGreaterThan(5);
    expect(read.length + refused.length).toBe(replies.length);
    // A document of a kind that the connector asks for must be read; others are lists of fields, statuses, links, webhooks.
    expect(refused.filter(({ reason }) => reason !== 'no reply that the connector asks for')).toEqual([]);
  });

  it.each(documents.filter(({ name }) => name.startsWith('adf-json-schema')))(
    'judge the descriptions and comments that are written: $name',
    ({ value }) => {
      // The schema says draft 04, which this ajv does not load; nothing that it uses changed since.
      const schema = Object.fromEntries(Object.entries(value).filter(([name]) => name !== '$schema'));
      const validate = new Ajv({ strict: false, validateSchema: false }).compile(schema);
      const texts = jiraTexts('cloud');
      const written = [
        texts.description(brief(), ''),
        texts.description(hostileBrief(), ''),
        texts.description(undefined, '### Heading\n\n- a\n- b'),
        texts.comment('Fixed: nothing is slower'),
      ];

      const faults = written.flatMap((document) =>
        validate(document) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath),
      );

      expect(faults).toEqual([]);
      expect(written.flatMap((document) => checkAdf(document))).toEqual([]);
    },
  );
});

describe.skipIf(!present)('real documents of Slack (../shared/data/samples/slack)', () => {
  it('are read when they are replies of the Web API, and refused with the field when they are not', () => {
    const documents = documentsOf('slack');
    const results = documents.map(({ name, value }) => ({
      name,
      isReply: 'ok' in value,
      parsed: SlackReply.safeParse(value),
    }));

    const read = results.filter(({ parsed }) => parsed.success);
    process.stdout.write(
      `slack: ${documents.length} documents, ${read.length} replies read, ${documents.length - read.length} refused (events, interactivity: nothing of ours listens)\n`,
    );
    expect(documents.length).toBeGreaterThan(5);
    expect(results.filter(({ isReply, parsed }) => isReply !== parsed.success)).toEqual([]);
    for (const { parsed } of results) {
      if (!parsed.success) expect(parsed.error.issues[0]?.path).toEqual(['ok']);
    }
  });
});

describe.skipIf(!present)('real documents of Teams (../shared/data/samples/teams)', () => {
  it('use no element at the top of a card that the reader of cards does not name', () => {
    const documents = documentsOf('teams');
    const cards = documents.filter(({ value }) => 'type' in value && value.type === 'AdaptiveCard');

    process.stdout.write(
      `teams: ${documents.length} documents, ${cards.length} cards, ${documents.length - cards.length} other (input of a template)\n`,
    );
    expect(documents.length).toBeGreaterThan(2);
    for (const { value } of cards) {
      expect(value).toMatchObject({ version: expect.stringMatching(/^1\.\d$/) as string });
      expect(elementTypes(value).length).toBeGreaterThan(0);
    }
  });
});

/** Types of all elements of a card, wherever they stand. */
function elementTypes(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(elementTypes);
  if (typeof node !== 'object' || node === null) return [];
  const own = 'type' in node && typeof node.type === 'string' ? [node.type] : [];
  return [...own, ...Object.values(node).flatMap(elementTypes)];
}
