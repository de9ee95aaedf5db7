import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { publishedSchemas } from '../../tools/published-schemas.ts';
import { ROOT } from '../support/start-installation.ts';

describe('published schemas', () => {
  it.each(Object.entries(publishedSchemas()))(
    '%s is what the source says, and a schema that ajv takes strictly',
    (file, text) => {
      const committed = readFileSync(path.join(ROOT, file), 'utf8');
      const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
      addFormats.default(ajv);

      expect(committed, 'run: npx node tools/publish-schemas.ts').toBe(text);
      expect(() => ajv.compile(JSON.parse(text) as object)).not.toThrow();
    },
  );
});
