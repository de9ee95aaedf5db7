import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';
import { secretsOfJson } from './manifest-json.ts';
import { secretsOfYaml } from './manifest-yaml.ts';

describe('secretsOfYaml', () => {
  it.each([
    ['data behind kind', 'kind: Secret\ndata:\n  a: b3Jj\n  c: "d e"\n', ['b3Jj', 'd e']],
    ['data before kind', 'data:\n  a: b3Jj\nmetadata:\n  name: x\nkind: Secret\n', ['b3Jj']],
    [
      'lines of a longer value',
      'kind: Secret\nstringData:\n  a: |\n    one: 1\n    two\n  b: x\n',
      ['one: 1', 'two', 'x'],
    ],
    ['a mapping on one line', "kind: Secret\ndata: {a: b3Jj, 'c': 'd e'}\n", ['b3Jj', 'd e']],
    [
      'an item of a list',
      'items:\n- data:\n    a: b3Jj\n  kind: Secret\n- data:\n    a: plain\n  kind: ConfigMap\n',
      ['b3Jj'],
    ],
    [
      'the right one of several documents',
      'kind: ConfigMap\ndata:\n  a: plain\n---\nkind: Secret\ndata:\n  a: b3Jj\n---\ndata:\n  a: plain\n',
      ['b3Jj'],
    ],
    ['lines of a diff', ' kind: Secret\n data:\n-  a: b3Jj\n+  a: bWVh\n', ['b3Jj', 'bWVh']],
    ['line breaks of Windows', 'kind: Secret\r\ndata:\r\n  a: b3Jj\r\n', ['b3Jj']],
    ['a text cut short', 'kind: Secret\ndata:\n  a: b3', ['b3']],
    [
      'a line that reads as a remark',
      'kind: Secret\ndata:\n  a: |\n    # b3Jj\n  # told\n  b: x\n',
      ['# b3Jj', 'x'],
    ],
  ])('finds the values of %s', (_, text, expected) => {
    expect(secretsOfYaml(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  it.each([
    ['a reference', 'ref:\n  kind: Secret\n  name: x\ndata:\n  a: plain\n'],
    ['another kind', 'kind: SecretStore\ndata:\n  a: plain\n'],
    ['a document behind a line that is none', 'kind: Secret\n2026-03-02 done\ndata:\n  a: plain\n'],
    ['metadata', 'kind: Secret\nmetadata:\n  labels:\n    data: x\n'],
  ])('leaves %s', (_, text) => {
    expect(secretsOfYaml(text)).toEqual([]);
  });
});

describe('secretsOfJson', () => {
  it.each([
    ['data before kind', 0, '{"data":{"a":"b3Jj","n":1},"kind":"Secret"}', ['b3Jj']],
    ['data behind kind', 0, '{"kind": "Secret", "stringData": {"a": "say \\"hi\\""}}', ['say \\"hi\\"']],
    [
      'an item of a list',
      0,
      '[{"kind":"ConfigMap","data":{"a":"plain"}},{"kind":"Secret","data":{"a":"b3Jj"}}]',
      ['b3Jj'],
    ],
    ['JSON within JSON', 1, '{"last":"{\\"data\\":{\\"a\\":\\"b3Jj\\"},\\"kind\\":\\"Secret\\"}"}', ['b3Jj']],
    ['a text cut short', 0, '{"kind":"Secret","data":{"a":"b3Jj","c":"d', ['b3Jj']],
    [
      'a key as long as Kubernetes lets it be',
      0,
      `{"kind":"Secret","data":{"${'k'.repeat(253)}":"b3Jj"}}`,
      ['b3Jj'],
    ],
    [
      'a key as long within JSON',
      1,
      `{"last":"{\\"kind\\":\\"Secret\\",\\"stringData\\":{\\"${'k'.repeat(253)}\\":\\"b3Jj\\"}}"}`,
      ['b3Jj'],
    ],
    [
      'keys with blanks behind them',
      0,
      `{"kind"${' '.repeat(40)}:"Secret","data"\n\t:{"a"${' '.repeat(40)}: "b3Jj"}}`,
      ['b3Jj'],
    ],
    ['a key without characters', 0, '{"kind":"Secret","data":{"":"b3Jj"}}', ['b3Jj']],
    [
      'a line behind one with an open quote',
      0,
      'it\'s 5" wide\n{"kind":"Secret","data":{"a":"b3Jj"}}',
      ['b3Jj'],
    ],
  ])('finds the values of %s', (_, level, text, expected) => {
    expect(secretsOfJson(text, level).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  it.each([
    ['a reference', '{"ref":{"kind":"Secret","name":"x"},"data":{"a":"plain"}}'],
    ['what is deeper within', '{"kind":"Secret","data":{"a":{"b":"plain"}}}'],
    ['what no Secret has', '{"kind":"Secret","count":14,"data":{"p50":"12ms"}}'],
    ['a string without a key', '{"kind":"Secret","data":{"plain","b":1}}'],
    ['another kind', '{"kind":"Secrets","data":{"a":"plain"}}'],
  ])('leaves %s', (_, text) => {
    expect(secretsOfJson(text, 0)).toEqual([]);
  });

  it('reads a thousand open braces', () => {
    expect(secretsOfJson('{"data":'.repeat(1000) + '{"kind":"Secret"', 0)).toEqual([]);
  });
});

describe('a manifest in whichever writing', () => {
  it.each([
    'kind:   Secret\ndata:\n  a: orchardly\n',
    'kind: Secret\nmetadata:\n  finalizers:\n  - foo\nstringData:\n  a: orchardly\n',
    '{"kind" : "Secret", "data": {"a": "orchardly"}}',
    "{'kind': 'Secret', 'data': {'a': 'orchardly'}}",
    '{kind: Secret, data: {a: orchardly}}',
    'got {apiVersion: v1, data: {a: orchardly, b: "x y"}, kind: Secret}\n',
  ])('is masked in %j, and twice changes nothing', (text) => {
    const masker = createMasker({ runKey: 'manifests' });

    const masked = masker.mask(text);

    expect(masked).not.toContain('orchardly');
    expect(masker.mask(masked)).toBe(masked);
  });

  it('leaves a reference in braces', () => {
    const masker = createMasker({ runKey: 'manifests' });

    expect(masker.mask('{ref: {kind: Secret}, data: {a: orchardly}}')).toContain('orchardly');
  });
});

describe('masking a manifest twice', () => {
  it('changes nothing, though a masked value held the quote that hid an object', () => {
    const masker = createMasker({ runKey: 'manifests' });
    const text =
      'encrypt = "pUqJrVyVRj5jsiYEkM/tFQYfWyJIv4s3XkvDwy7Cu5s=""{"data":{"a":"b3JjaGFyZA=="},"kind":"Secret"}\n';

    const masked = masker.mask(text);

    expect(masker.mask(masked)).toBe(masked);
  });
});
