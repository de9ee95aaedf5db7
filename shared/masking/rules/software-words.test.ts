import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';
import { namesThing } from './software-words.ts';

const masker = createMasker({ runKey: 'software words' });

describe('namesThing', () => {
  it.each(['Load Balancer', 'Read, Write', 'Hot Path', 'Stmts', 'Frame Time'])('%s is one', (value) => {
    expect(namesThing(value)).toBe(true);
  });

  it.each(['Low Chen', 'Branch', 'Mary Hook', 'Jane Cache', 'Oyelaran'])('%s may be somebody', (value) => {
    expect(namesThing(value)).toBe(false);
  });
});

describe('words that are titles, streets and notes in other places', () => {
  it.each([
    'Name   Stmts   Miss Branch BrPart  Cover',
    'Cache Miss Rate 2.1%',
    'TLB Miss Penalty 41 cycles',
    'Ms Avg Max',
    'Mr Task Attempt',
    'Prof Memory 412',
    'Dr Memory run: 412 leaks',
    'Av. Rows 98765',
    'Av. Frame Time 16',
    'Av. Latency 1578',
    'Plaza Latency 412',
    'patient Read, Write',
    'Av. Users 640',
    'Reporter: Html Reporter',
    'Approver: Merge Queue',
    'Requester: Load Generator',
    'Reviewer: Code Owners',
    'Victoria Metrics 1.97.1',
    'Julia Benchmark 412 ns',
  ])('stay: %s', (text) => {
    expect(masker.mask(text)).toBe(text);
  });

  it.each([
    ['Dear Miss Baker', '<person-'],
    ['Reviewer: Jane Price', '<person-'],
    ['Reviewer: Amara Okafor', '<person-'],
    ['seen with Victoria Page today', '<person-'],
    ['Julia Case', '<person-'],
    ['Mr Branch called', '<person-'],
    ['Herr Link rief an', '<person-'],
    ['surgeon: Low Chen', '<person-'],
    ['pt Oyelaran, Tunde called back', '<person-'],
    ['Av. Rivadavia 1234', '<address-'],
    ['Avenida Paulista 1578, São', '<address-'],
    ['Plaza Mayor 3', '<address-'],
  ])('are masked: %s', (text, expected) => {
    expect(masker.mask(text)).toContain(expected);
  });
});
