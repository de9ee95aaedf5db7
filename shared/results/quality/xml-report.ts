import sax from 'sax';
import { invalidInput } from '../invalid-input.ts';
import { createCobertura } from './cobertura.ts';
import { createClover } from './clover.ts';
import { createJacoco } from './jacoco.ts';
import { createJunit } from './junit.ts';
import type { QualityReader } from './quality-document.ts';
import type { XmlReport, Attributes } from './xml-elements.ts';

const DEEPEST = 200;
const EXPECTED =
  'a report of Cobertura, Clover, JaCoCo or JUnit (root element coverage, report, testsuites or testsuite)';

/**
 * Reader of the XML reports, told apart by their root. A strict parser that reads no DTD and expands no entity beyond XML's own five;
 * memory does not grow with the report.
 */
export function createXmlReader(): QualityReader {
  const xml = sax.parser(true);
  const decoder = new TextDecoder();
  const path: string[] = [];
  let report: XmlReport | null = null;
  let wrong: Error | null = null;

  xml.onerror = (error) => {
    const [what = ''] = error.message.split('\n');
    wrong ??= invalidInput(`line ${xml.line + 1}`, `well-formed XML (${what})`);
  };
  xml.onopentag = ({ name, attributes }) => {
    const told = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)]));
    if (path.length === 0) report = reportOf(name, told);
    if (path.length === 0 && report === null)
      wrong ??= invalidInput(`root element "${name.slice(0, 40)}"`, EXPECTED);
    if (path.length >= DEEPEST)
      wrong ??= invalidInput(`line ${xml.line + 1}`, `at most ${DEEPEST} nested elements`);
    if (wrong === null) report?.open(name, told, path);
    path.push(name);
  };
  xml.onclosetag = () => {
    path.pop();
  };

  function write(text: string): void {
    // sax goes on after an error when told so; here the first one ends the reading.
    if (wrong === null) xml.write(text);
    if (wrong !== null) throw wrong;
  }

  return {
    push: (chunk) => write(decoder.decode(chunk, { stream: true })),
    end() {
      write(decoder.decode());
      xml.close();
      if (wrong !== null) throw wrong;
      if (report === null) throw invalidInput('XML report', EXPECTED);
      return report.end();
    },
  };
}

function reportOf(root: string, attributes: Attributes): XmlReport | null {
  if (root === 'coverage') return isClover(attributes) ? createClover() : createCobertura();
  if (root === 'report') return createJacoco();
  return root === 'testsuites' || root === 'testsuite' ? createJunit() : null;
}

/** PHPUnit leaves the version out of its Clover; Cobertura's DTD wants a rate. */
function isClover(attributes: Attributes): boolean {
  return 'clover' in attributes || ('generated' in attributes && !('line-rate' in attributes));
}
