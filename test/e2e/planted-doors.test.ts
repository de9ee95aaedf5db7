import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDoorPlanter } from '../support/plant-at-doors.ts';
import { searchEverywhere, summaryOf } from '../support/planted-search.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/start-otlp-receiver.ts';
import { type Installation, startInstallation } from '../support/start-installation.ts';
import { isIdle } from '../support/stores.ts';

describe('forty secrets in every report, body, query, path and header that programs send', () => {
  const answers: string[] = [];
  let installation: Installation;
  let otlp: OtlpReceiver;

  beforeAll(async () => {
    otlp = await startOtlpReceiver();
    installation = await startInstallation({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url } });
  }, 120_000);

  afterAll(async () => {
    await installation.stop();
    await otlp.stop();
  });

  const planter = () => createDoorPlanter(installation, (answer) => void answers.push(answer));

  it('takes every kind of result and report, and a packed log', () => planter().reports());

  it('takes acknowledgements, and refuses those that do not fit', () => planter().acknowledgements());

  it('answers questions whatever they are for', () => planter().questions());

  it('answers callers whatever they say of themselves', () => planter().headersOfCallers());

  it('notes what operators say on the command line', () => planter().operators());

  it('leaves none of them in a blob, table, message, log, span or answer', async () => {
    await installation.waitFor('quiet queues', () => isIdle(installation), 90_000);
    await installation.cloud.host.stop();

    const searched = await searchEverywhere(installation, {
      span: otlp.bodies(),
      'answer of a door': answers,
    });

    expect(summaryOf(searched.leaks)).toEqual([]);
    expect(searched.unreached).toEqual([]);
    expect(searched.blobs).toBeGreaterThan(30);
    expect(answers.length).toBeGreaterThan(200);
  });
});
