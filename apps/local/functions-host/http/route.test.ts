import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byPrecedence, parseRoute } from './route.ts';

describe('parseRoute', () => {
  it.each([
    ['api/runs', '/api/runs', {}],
    ['api/runs', '/API/Runs/', {}],
    ['api/runs/{id}', '/api/runs/a%2Fb', { id: 'a/b' }],
    ['api/{kind}/{id?}', '/api/runs', { kind: 'runs' }],
    ['page/{n:int=1}', '/page', { n: '1' }],
    ['files/{*path}', '/files/a/b', { path: 'a/b' }],
    [
      'id/{id:guid}',
      '/id/7c9e6679-7425-40de-944b-e07fc1f90ae7',
      { id: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
    ],
    ['code/{c:alpha:length(3)}', '/code/abc', { c: 'abc' }],
    ['{*any}', '/', { any: '' }],
  ])('%s matches %s', (template, path, parameters) => {
    expect(parseRoute(template).match(path)).toEqual(parameters);
  });

  it.each([
    ['api/runs', '/api/runs/1'],
    ['api/runs', '/api'],
    ['api/runs/{id}', '/api/runs'],
    ['page/{n:int}', '/page/one'],
    ['page/{n:int}', '/page/99999999999'],
    ['code/{c:alpha:length(3)}', '/code/ab1'],
    ['n/{n:min(5):max(9)}', '/n/10'],
    ['id/{id:guid}', '/id/7'],
    ['r/{x:regex(^v\\d+$)}', '/r/x1'],
  ])('%s does not match %s', (template, path) => {
    expect(parseRoute(template).match(path)).toBeNull();
  });

  it.each([
    ['a/{b', 'the segment "{b" is not understood'],
    ['a/x{b}', 'the segment "x{b}" is not understood'],
    ['a/{b:even}', 'the constraint "even" is not known'],
  ])('refuses %s', (template, message) => {
    expect(() => parseRoute(template)).toThrow(message);
  });

  it('gives back any parameter that was put in', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/^\.{1,2}$/.test(text)),
        (value) => {
          const path = `/runs/${encodeURIComponent(value)}/log`;

          expect(parseRoute('runs/{id}/log').match(path)).toEqual({ id: value });
        },
      ),
    );
  });

  it('never throws on a path, however it is encoded', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        expect(() => parseRoute('a/{b}/{*c}').match(path)).not.toThrow();
      }),
    );
  });
});

describe('byPrecedence', () => {
  it('puts literals before constrained parameters, parameters and catch-alls', () => {
    const templates = ['a/{*rest}', 'a/{b}', 'a/{b:int}', 'a/b', '{x}/b'];

    const sorted = templates.map(parseRoute).sort(byPrecedence);

    expect(sorted.map(({ template }) => template)).toEqual([
      'a/b',
      'a/{b:int}',
      'a/{b}',
      'a/{*rest}',
      '{x}/b',
    ]);
  });
});
