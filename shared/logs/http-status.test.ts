import { describe, expect, it } from 'vitest';
import { statusAt, statusOfFields } from './http-status.ts';
import { Lexer } from './lexer.ts';
import { mineLines } from './mine-lines.ts';

function statusIn(line: string): number {
  const lexer = new Lexer();
  lexer.lex(line, 0, line.length);
  return lexer.status;
}

describe('statusAt', () => {
  it.each([
    ['10.0.8.1 - - [20/Nov/2026:08:00:00 +0000] "GET /a/1 HTTP/1.1" 502 718 "-" "curl/8.5.0"', 5],
    ['"GET /v1 HTTP/2" 204 - via_upstream - "-" 0 6704 85', 2],
    ['"-" 400 0 "-" "-"', 4],
    ['GET /a/1 responded 503 in 96 ms', 5],
    ['upstream responded with 301', 3],
    ['request ended status=404 after 200 ms', 4],
    ['request ended status="404", bytes=512', 4],
    ['response {"statusCode":500,"time":200}', 5],
    ['response {"status": 201}', 2],
    ["response {'status_code': 429}", 4],
    ['http.response.status_code=500', 5],
    ['res.statusCode: 500', 5],
    ['HTTP/1.1 503 Service Unavailable', 5],
    ['server said HTTP 404', 4],
    ['failed with status code 418', 4],
    ['Completed 200 OK in 12ms', 2],
    ['status=100 then status=500', 1],
  ])('reads %s', (line, status) => {
    expect(statusIn(line)).toBe(status);
  });

  it.each([
    'took 500 ms',
    'port=443 size=500',
    'exit_status=137',
    'exitStatus: 200',
    'Completed 200 items',
    'status=5000',
    'status=503ms',
    'status=ok 200',
    'GET /status/500 done',
    'GET /a?status=500 done',
    'GET /a?n=1&status=500 done',
    'mystatus 500',
    'unresponded 500',
    '"500" 200',
    '"a b" 200 512',
    'status=600',
    '500',
  ])('takes no number of %s for one', (line) => {
    expect(statusIn(line)).toBe(0);
  });

  it('looks at nothing before the message', () => {
    expect(statusAt('status=500', 7, 7)).toBe(0);
    expect(statusAt('status 500', 3, 7)).toBe(0);
  });

  it.each(['status=', '"', 'HTTP/1.1" ', 'status_', '500 ', '=500', 'status=500 ', '5'])(
    'takes time in proportion to the length of repeated %j',
    (piece) => {
      const line = piece.repeat(10_000);
      const started = process.cpuUsage().user;
      for (let round = 0; round < 10; round++) statusIn(line);
      expect(process.cpuUsage().user - started).toBeLessThan(500_000);
    },
  );
});

describe('statusOfFields', () => {
  it.each([
    [{ res: { statusCode: 500 } }, 5],
    [{ status: '404' }, 4],
    [{ 'http.response.status_code': 204 }, 2],
    [{ http: { response: { status_code: 503 } } }, 5],
    [{ httpRequest: { status: 302 } }, 3],
    [{ StatusCode: 200 }, 2],
    [{ status: 'error', res: { statusCode: 500 } }, 5],
    [{ status: 'ok' }, 0],
    [{ status: 0, exit_status: 137 }, 0],
    [{ status: 600 }, 0],
    [{ size: 500 }, 0],
  ])('reads %j', (fields, status) => {
    expect(statusOfFields(fields)).toBe(status);
  });

  it('does not go down without end', () => {
    expect(
      statusOfFields(JSON.parse(`${'{"res":'.repeat(50_000)}1${'}'.repeat(50_000)}`) as object as never),
    ).toBe(0);
  });
});

describe('a pattern', () => {
  it('counts levels and classes of status of its records', () => {
    const lines = Array.from(
      { length: 20 },
      (_, n) =>
        `2026-11-20 08:00:${10 + n} ${n % 4 === 0 ? 'ERROR' : 'INFO'} http: GET /a/${n} responded ${n % 5 === 0 ? 503 : 200} in ${n} ms`,
    );

    expect(mineLines(lines).patterns).toMatchObject([
      { count: 20, severities: { info: 15, error: 5 }, statuses: { '2xx': 16, '5xx': 4 } },
    ]);
  });

  it('counts statuses in fields of JSON before those in its message', () => {
    const lines = Array.from({ length: 6 }, (_, n) =>
      JSON.stringify({ level: 30, msg: `request ${n} completed`, res: { statusCode: n < 2 ? 500 : 200 } }),
    );

    expect(mineLines(lines).patterns).toMatchObject([
      { severities: { info: 6 }, statuses: { '2xx': 4, '5xx': 2 } },
    ]);
  });
});
