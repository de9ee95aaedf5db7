import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const masked = (text: string): string =>
  createMasker({ runKey: 'k' })
    .mask(text)
    .replaceAll(/<([a-z-]+)-[0-9a-f]+>/g, '<$1>');

describe('an apostrophe', () => {
  it.each([
    ["WHERE first_name='Jane' AND last_name='Doe'", "WHERE first_name='<person>' AND last_name='<person>'"],
    ["full_name='Thandiwe Nkosi', id=3", "full_name='<person>', id=3"],
    ["{'name': 'Jane Doe', 'n': 3}", "{'name': '<person>', 'n': 3}"],
    ["surname: 'Nkosi' owner: 'Jane Doe' x=1", "surname: '<person>' owner: '<person>' x=1"],
    ["nom='Lefèvre' prenom='Camille' x", "nom='<person>' prenom='<person>' x"],
    ["lives at '12 Elm Street'", "lives at '<address>'"],
    ["address: 'Hauptstraße 12, 10115 Berlin'", "address: '<address>'"],
  ])('that closes a quote is no part of the name: %j', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    ["first_name='D'Angelo' AND x=1", "first_name='<person>' AND x=1"],
    ['full_name="Sean O\'Brien" id=3', 'full_name="<person>" id=3'],
    ['Dr. O’Neill called', 'Dr. <person> called'],
  ])('within a name is a part of it: %j', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([20, 100, 1000, 10_000])('takes little time %d times', (count) => {
    const begun = process.cpuUsage();
    for (const unit of ["'", "A'", "Ab'c", "Jane' ", "first_name='A' "]) masked(`Dr. ${unit.repeat(count)}`);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1000).toBeLessThan(2000);
  });
});
