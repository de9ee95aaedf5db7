import { DETECTION_BYTES, detectFormat, type ResultFormat } from './detect-format.ts';
import { invalidInput } from './invalid-input.ts';
import { createJmeterCsvReader } from './jmeter-csv.ts';
import { createK6CsvReader } from './k6-csv-stream.ts';
import { createK6JsonStreamReader } from './k6-json-stream.ts';
import { createK6SummaryReader } from './k6-summary.ts';
import { createGrypeReader } from './quality/grype.ts';
import { createIstanbulReader } from './quality/istanbul.ts';
import { createLcovReader } from './quality/lcov.ts';
import { asResultReader, type QualityReader } from './quality/quality-document.ts';
import { createSarifReader } from './quality/sarif.ts';
import { createTrivyReader } from './quality/trivy.ts';
import { createXmlReader } from './quality/xml-report.ts';
import type { ResultReader, RunFacts } from './raw-measurement.ts';

function report(create: () => QualityReader): (facts: RunFacts) => ResultReader {
  return (facts) => asResultReader(create(), facts);
}

const READERS: Readonly<Record<ResultFormat, (facts: RunFacts) => ResultReader>> = {
  grype: report(createGrypeReader),
  istanbul: report(createIstanbulReader),
  'jmeter-csv': createJmeterCsvReader,
  'k6-csv': createK6CsvReader,
  'k6-json-stream': createK6JsonStreamReader,
  'k6-summary': createK6SummaryReader,
  lcov: report(createLcovReader),
  sarif: report(createSarifReader),
  trivy: report(createTrivyReader),
  'xml-report': report(createXmlReader),
};

/**
 * Reader for the output of a load test or a report on quality, told by its first bytes. Feed it decompressed chunks of any size, then `end()`.
 * @throws PermanentError(`INPUT_INVALID`) from `push` or `end`
 */
export function createResultReader(facts: RunFacts): ResultReader {
  const first: Uint8Array[] = [];
  let firstBytes = 0;
  let reader: ResultReader | null = null;

  function start(): ResultReader {
    const bytes = new Uint8Array(firstBytes);
    let at = 0;
    for (const chunk of first.splice(0)) {
      bytes.set(chunk, at);
      at += chunk.byteLength;
    }
    const format = detectFormat(bytes);
    if (format === null) throw unknownFormat(bytes);
    reader = READERS[format](facts);
    reader.push(bytes);
    return reader;
  }

  return {
    push(chunk) {
      if (reader !== null) {
        reader.push(chunk);
        return;
      }
      first.push(chunk);
      firstBytes += chunk.byteLength;
      if (firstBytes >= DETECTION_BYTES) start();
    },
    end: () => (reader ?? start()).end(),
  };
}

function unknownFormat(bytes: Uint8Array): Error {
  return invalidInput(
    'first bytes',
    wrongCoding(bytes) ??
      'k6 output (a summary, --out json or --out csv), a JMeter JTL file (CSV with its header), or a report of Cobertura, Clover, JaCoCo, lcov, Istanbul, JUnit, Trivy, Grype or SARIF',
  );
}

/** What was done to the text that has to be undone first; null when nothing is seen. */
function wrongCoding([first, second]: Uint8Array): string | null {
  if (first === 0x1f && second === 0x8b) return 'text; this is gzip, unpack it first';
  if (first === 0x50 && second === 0x4b) return 'text; this is a zip archive, unpack it first';
  // ">" of Windows PowerShell writes it.
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 ? 'UTF-8; this is UTF-16, write or convert it as UTF-8' : null;
}
