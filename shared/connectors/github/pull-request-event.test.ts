import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { GithubPullRequestEvent } from './pull-request-event.ts';

const pull = {
  number: 7,
  title: 'Slower search',
  html_url: 'https://github.example.com/shop/search/pull/7',
  user: { login: 'joe' },
  draft: false,
  merged: false,
  head: { sha: 'c'.repeat(40), ref: 'slow', repo: { id: 2 } },
  base: { sha: 'd'.repeat(40), ref: 'main', repo: { id: 2 } },
};

describe('the published schema of pull request events', () => {
  it('is valid JSON Schema, and agrees with the type on any change of an event', () => {
    const validate = new Ajv2020({ strict: true }).compile(
      z.toJSONSchema(GithubPullRequestEvent, { io: 'input' }),
    );
    const value = fc.oneof(fc.constantFrom(null, '', 0, -1, 1.5, true, [], {}, 'a'.repeat(40)), fc.json());

    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(pull)), value, (field, wrong) => {
        const event = {
          action: 'opened',
          repository: { id: 1, full_name: 'a/b' },
          pull_request: { ...pull, [field]: wrong },
        };

        expect(validate(event)).toBe(GithubPullRequestEvent.safeParse(event).success);
      }),
    );
  });
});
