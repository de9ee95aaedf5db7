import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { anomalyScores } from '../../shared/statistics/anomalies/anomaly-scores.ts';
import { parseAnomalyJson } from '../../shared/statistics/anomalies/parse-anomaly-json.ts';

/** {"timestamps", "values", "probation"} as JSON to a JSON array of anomaly scores in [0, 1], one a value. */
export function anomalyScoresJson(input: string): string {
  return JSON.stringify(Array.from(anomalyScores(parseAnomalyJson(input))));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(anomalyScoresJson(await text(process.stdin)));
  } catch (error) {
    if (!PipelineError.is(error)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
