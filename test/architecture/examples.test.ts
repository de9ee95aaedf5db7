import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderExamples } from '../support/render-examples.ts';

const folder = new URL('../../docs/connectors/examples/', import.meta.url);

describe('the examples in docs/connectors/examples', () => {
  it.each(Object.entries(renderExamples()))('%s is what is sent', (name, text) => {
    expect(readFileSync(new URL(name, folder), 'utf8'), 'run: npx node test/support/render-examples.ts').toBe(
      text,
    );
  });

  it('are all there are', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(renderExamples()).sort());
  });
});
