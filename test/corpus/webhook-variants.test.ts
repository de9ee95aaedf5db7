import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseWebhook as parseAzureDevops } from '../../shared/connectors/azure-devops/parse-webhook.ts';
import { parseWebhook as parseGithub } from '../../shared/connectors/github/parse-webhook.ts';
import { parseWebhook as parseGitlab } from '../../shared/connectors/gitlab/parse-webhook.ts';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import type { ParsedEvent } from '../../shared/ports/change-host.ts';

type Json = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

const samples = new URL('../../../shared/data/samples/', import.meta.url);
const present = existsSync(samples);
const HOSTS: Readonly<Record<string, (body: Uint8Array, name: string) => ParsedEvent>> = {
  gitlab: (body) => parseGitlab({ headers: {}, body }, 'judge').result,
  github(body, name) {
    const event = /^webhook-([a-z_]+)__/.exec(name)?.[1] ?? '';
    return parseGithub({ headers: { 'x-github-event': event }, body }, 'perf-agent').result;
  },
  'azure-devops': (body) => parseAzureDevops({ headers: {}, body }).result,
};
/** What a host may put where something else stands today. */
const STRANGE: readonly unknown[] = ['', 0, -1, 1e15, true, [], {}, '💥\u202eİ\u0000', 'x'.repeat(50_000)];
/** Items of a list that are changed: lists of commits and files repeat themselves. */
const MOST_OF_A_LIST = 2;
/** Addresses are most of what GitHub sends, and two of them are read. */
const UNREAD = /_url$|^_links$|^permissions$|_id$/;

describe.skipIf(!present)('variants of real webhooks (../shared/data/samples)', () => {
  it.each(cases())('%s %s is understood or refused with a reason, whatever one field holds', (host, name) => {
    const event = JSON.parse(readFileSync(new URL(`${host}/${name}`, samples), 'utf8')) as Json;
    const counted = { understood: 0, refused: 0 };

    for (const [index, path] of pathsOf(event).entries()) {
      for (const value of [undefined, null, STRANGE[index % STRANGE.length]]) {
        const said = parsed(host, name, changed(event, path, value));
        counted[said instanceof Error ? 'refused' : 'understood'] += 1;
        // A reason names the field, or says what is not there.
        if (said instanceof Error) expect(said.message).toMatch(/^(Field "\/|Header )/);
        else expect(said.event).toMatch(/^[a-z0-9_.:-]{1,130}$/i);
      }
    }

    expect(counted.understood).toBeGreaterThan(0);
  });
});

function cases(): readonly (readonly [string, string])[] {
  return Object.keys(HOSTS).flatMap((host) =>
    (present ? readdirSync(new URL(`${host}/`, samples)) : [])
      .filter((name) =>
        /^webhook-(merge_request|note|pull_request|issue_comment|pullrequest|pr-comment|pipeline-job__.*pipeline)[^a-z]/.test(
          name,
        ),
      )
      .map((name) => [host, name] as const),
  );
}

/** @returns the error when it is a refusal for good. @throws what is none */
function parsed(host: string, name: string, event: unknown): ParsedEvent | Error {
  const body = new TextEncoder().encode(JSON.stringify(event));
  try {
    const found = HOSTS[host]?.(body, name);
    if (found === undefined) throw new TypeError(`No host "${host}".`);
    return found;
  } catch (error) {
    if (PipelineError.is(error) && error.code === 'INPUT_INVALID') return error;
    throw error;
  }
}

/** Every field, objects and lists themselves too. */
function pathsOf(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return at.length === 0 ? [] : [at];
  const inner = Array.isArray(value)
    ? value.slice(0, MOST_OF_A_LIST).flatMap((one, index) => pathsOf(one, [...at, index]))
    : Object.entries(value)
        .filter(([key]) => key === 'html_url' || !UNREAD.test(key))
        .flatMap(([key, one]) => pathsOf(one, [...at, key]));
  return at.length === 0 ? inner : [at, ...inner];
}

/** The event with another value at a path; undefined leaves the field out, as JSON does. */
function changed(value: unknown, [step, ...rest]: Path, by: unknown): unknown {
  if (step === undefined) return by;
  const inner = (value as Record<string | number, unknown>)[step];
  if (Array.isArray(value)) return value.with(Number(step), changed(inner, rest, by) ?? null);
  return { ...(value as Json), [step]: changed(inner, rest, by) };
}
