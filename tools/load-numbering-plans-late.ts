import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Has a bundle hold the tables of libphonenumber as a text, which is read when a number is first looked up: as the object that they are in the
 * package they are made whenever the bundle is loaded, and take two of its milliseconds.
 */
export const loadNumberingPlansLate: Plugin = {
  name: 'load-numbering-plans-late',
  setup(build) {
    build.onLoad({ filter: /\/libphonenumber-js\/metadata\.min\.json\.js$/ }, async ({ path }) => {
      const text = await readFile(path.replace(/\.js$/, ''), 'utf8');
      const names = Object.keys(JSON.parse(text) as object);
      const getters = names.map(
        (name) => `get ${JSON.stringify(name)}() { return read()[${JSON.stringify(name)}]; }`,
      );
      return {
        contents: `let made;
const read = () => (made ??= JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(text)))}));
export default { ${getters.join(', ')} };`,
      };
    });
  },
};
