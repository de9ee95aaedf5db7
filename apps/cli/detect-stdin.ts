import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { detectChangePoints } from '../../shared/statistics/change-points/detect-change-points.ts';
import { parseSeriesJson } from '../../shared/statistics/change-points/parse-series-json.ts';

/** JSON array of numbers (null for a gap) to JSON array of the 0-based indices of its change points. */
export function changePointIndices(input: string): string {
  return JSON.stringify(detectChangePoints(parseSeriesJson(input)).map(({ index }) => index));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(changePointIndices(await text(process.stdin)));
  } catch (error) {
    if (!PipelineError.is(error)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
