import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { PermanentError } from '../errors/pipeline-error.ts';
import { parseYamlDocument } from './parse-yaml-document.ts';

const Schema = z.strictObject({
  name: z.string(),
  limit: z.number().positive().default(3),
  mode: z.enum(['fail', 'warn']).default('fail'),
  rules: z.array(z.strictObject({ max: z.number() })).default([]),
});

describe('parseYamlDocument', () => {
  it('gives the value with its defaults', () => {
    expect(parseYamlDocument('name: orders\n', 'p.yaml', Schema)).toEqual({
      name: 'orders',
      limit: 3,
      mode: 'fail',
      rules: [],
    });
  });

  it.each([
    ['of another type', `name: a\nlimit: "see the wiki of the team on this one ${'ghp_aB3d'.repeat(5)}"\n`],
    ['that is a key twice', `name: a\n${'ghp_aB3d'.repeat(8)}: 1\n${'ghp_aB3d'.repeat(8)}: 2\n`],
  ])('repeats no half of a long text %s', (_case, text) => {
    expect(() => parseYamlDocument(text, 'p.yaml', Schema)).toThrow(PermanentError);
    expect(() => parseYamlDocument(text, 'p.yaml', Schema)).not.toThrow(/ghp_/);
  });

  it.each([
    ['a wrong type', 'name: orders\nlimit: many\n', 'p.yaml:2:8 limit: must be number'],
    [
      'a value of a list',
      'name: a\nrules:\n  - max: 1\n  - max: x\n',
      'p.yaml:4:10 rules.1.max: must be number',
    ],
    ['an unknown key, at the key', 'name: a\nlimt: 2\n', 'p.yaml:2:1 (whole document): must NOT'],
    ['an unknown key, with the nearest known', 'name: a\nlimt: 2\n', '("limt" is unknown, meant "limit"?)'],
    ['a key that is like none', 'name: a\nzebra: 2\n', '("zebra" is unknown, known are name, '],
    ['a slip in a choice', 'name: a\nmode: fial\n', '(fail, warn), meant fail?'],
    [
      'a word that is no choice',
      'name: a\nmode: stop\n',
      'p.yaml:2:7 mode: must be equal to one of the allowed values (fail, warn)',
    ],
    [
      'a missing key, at its parent',
      'limit: 2\n',
      "p.yaml:1:1 (whole document): must have required property 'name'",
    ],
    ['a number out of range', 'name: a\nlimit: -1\n', 'p.yaml:2:8 limit: must be > 0'],
    ['a key given twice', 'name: a\nname: b\n', 'p.yaml:2:1 DUPLICATE_KEY'],
    ['broken syntax', 'name: "a\n', 'p.yaml:2:1'],
    ['an empty document', '', 'p.yaml:1:1 (whole document): must be object'],
    ['a list where an object should be', '- a\n', 'p.yaml:1:1 (whole document): must be object'],
    ['a single word', 'orders\n', 'p.yaml:1:1 (whole document): must be object'],
  ])('says where and what for %s', (_name, text, expected) => {
    expect(faultOf(text).message).toContain(expected);
  });

  it('lists all faults at once, at most ten', () => {
    const { message } = faultOf('name: 1\nlimit: x\nmode: y\n');
    const many = faultOf(`name: a\nrules:\n${'  - max: x\n'.repeat(50)}`).message;

    expect(message.split('; ')).toHaveLength(3);
    expect(many.split('; ')).toHaveLength(10);
  });

  it('refuses an alias bomb', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 8; level += 1) {
      const tenfold = Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ');
      bomb.push(`a${level}: &a${level} [${tenfold}]`);
    }

    expect(faultOf(`${bomb.join('\n')}\n`).code).toBe('POLICY_INVALID');
  });

  it('refuses an alias that names nothing', () => {
    const fault = faultOf('limit: 1\nname: *nowhere\n');

    expect(fault.code).toBe('POLICY_INVALID');
    expect(fault.message).toMatch(/^p\.yaml:2:7 \*nowhere: the alias names no anchor above it/);
  });

  it('says which anchor an alias probably means', () => {
    expect(faultOf('name: &orders a\nmode: *odrers\n').message).toContain('p.yaml:2:7 *odrers: ');
    expect(faultOf('name: &orders a\nmode: *odrers\n').message).toContain('meant *orders?');
  });

  it('refuses a document that is too long before it is parsed', () => {
    expect(faultOf(`name: ${'x'.repeat(1_000_001)}`).message).toContain('the most is 1000000');
  });
});

function faultOf(text: string): PermanentError {
  try {
    parseYamlDocument(text, 'p.yaml', Schema);
  } catch (error) {
    if (error instanceof PermanentError) return error;
    throw error;
  }
  throw new TypeError('The document was taken.');
}
