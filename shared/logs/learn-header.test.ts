import { describe, expect, it } from 'vitest';
import { HeaderReader } from './header-reader.ts';
import { learnHeader } from './learn-header.ts';
import { mineLines } from './mine-lines.ts';
import { severityOf } from './severity.ts';

/** Ten lines of a form, with the number of the line put in for #. */
function linesOf(...forms: readonly string[]): readonly string[] {
  return Array.from({ length: 20 }, (_, index) =>
    forms[index % forms.length]!.replaceAll('#', String(10 + index)),
  );
}

function messagesOf(lines: readonly string[]): readonly string[] {
  const reader = new HeaderReader(learnHeader(lines));
  return lines.map((line) => {
    reader.read(line, 0, line.length);
    return line.slice(reader.messageStart);
  });
}

describe('learnHeader', () => {
  it('ends at the dash behind the name of a program, of however many words that is', () => {
    const lines = linesOf(
      '[10.30 16:49:#] chrome.exe - proxy.example:5070 close, 0 bytes sent',
      '[10.30 16:49:#] firefox.exe *64 - open directly',
      '[10.30 16:50:#] Some Chat.exe - open through proxy',
    );

    expect(messagesOf(lines).slice(0, 3)).toEqual([
      'proxy.example:5070 close, 0 bytes sent',
      'open directly',
      'open through proxy',
    ]);
  });

  it('reads the severity of a log that has other tags in its place', () => {
    const lines = linesOf(
      '2024-03-05 10:00:#.123 UTC [4711] ERROR:  duplicate key',
      '2024-03-05 10:00:#.123 UTC [4711] DETAIL:  Key (id)=(1) already exists.',
      '2024-03-05 10:00:#.124 UTC [4711] LOG:  checkpoint starting',
    );
    const reader = new HeaderReader(learnHeader(lines));

    const severities = lines.slice(0, 3).map((line) => {
      reader.read(line, 0, line.length);
      return severityOf(reader.severity);
    });

    expect(severities).toEqual(['error', null, 'info']);
    expect(messagesOf(lines).slice(0, 2)).toEqual(['duplicate key', 'Key (id)=(1) already exists.']);
  });

  it('leaves a number with the digits of a time to the message that it stands in', () => {
    const lines = linesOf(
      '2024-05-01 10:00:# INFO freed 12345678# bytes',
      '2024-05-01 10:00:# INFO allocated 12345678# bytes',
    ).map((line) => line.replace('12345678', '17145678'));

    expect(messagesOf(lines)[0]).toBe('freed 1714567810 bytes');
    expect(messagesOf(lines)[1]).toBe('allocated 1714567811 bytes');
  });

  it.each(['Marked # as deleted', 'Decoded # frames', 'Saturated # links', 'Juniper # came'])(
    'takes no word that begins as a day or a month for a time: %s',
    (form) => {
      const lines = linesOf(form);

      expect(learnHeader(lines)).toBeNull();
      expect(messagesOf(lines)).toEqual(lines);
    },
  );

  it.each(['Tues', 'Thursday', 'September', 'Sept', 'June', 'Dec'])('knows the day or month %s', (name) => {
    expect(messagesOf(linesOf(`${name} # 10:00:# INFO ready`))[0]).toBe('ready');
  });

  it('takes a severity that two thirds of the messages begin with for a word of theirs', () => {
    const lines = linesOf(
      'error # frames of stream',
      'error # frames of stream',
      'closed # frames of stream',
    );

    expect(messagesOf(lines)).toEqual(lines);
  });

  it.each([
    [
      'log4j',
      '2024-05-01 10:00:#,123 INFO [http-nio-8080-exec-#] c.e.CartService - cart loaded',
      'cart loaded',
    ],
    ['logback', '10:00:#.123 [main] WARN  com.example.App -- slow', 'slow'],
    ['RFC 5424', '2024-05-01T10:00:#.003Z web app 12# - - started', 'started'],
    ['apache error', '[Sun Dec 04 04:47:# 2005] [error] child died', 'child died'],
    [
      'access log',
      '10.0.0.# - - [10/Oct/2024:13:55:# +0000] "GET /a HTTP/1.1" 200 5',
      '"GET /a HTTP/1.1" 200 5',
    ],
    ['klog', 'I0512 10:00:#.123456       1 controller.go:#] Syncing', 'Syncing'],
    ['Python', 'INFO:app.views:User came', 'User came'],
    ['Android', '03-17 16:13:#.811  1702  23# D WindowManager: shown', 'shown'],
    ['bars', '20171223-22:15:#:606|Step_LSC|300#|onExtend', 'onExtend'],
    ['epoch in columns', '134# node-# unix.hw net.niff 10787323# 1 link up', 'link up'],
    ['compact date', '081109 2036# 148 INFO dfs.DataNode: served', 'served'],
    ['bunyan console', '[2024-05-01T10:00:#.000Z]  INFO: ready', 'ready'],
  ])('finds the header of %s', (_, form, message) => {
    const lines = linesOf(form, `${form.slice(0, -message.length)}other words are here`);

    expect(new Set(messagesOf(lines))).toContain(message);
  });

  it('finds the message of a log laid out as a table', () => {
    const lines = linesOf(
      '2016-09-28 04:30:#, Info                  CBS    Loaded stack',
      '2016-09-28 04:30:#, Warning               CSI    Store closed',
    );

    expect(messagesOf(lines)[0]).toBe('Loaded stack');
  });

  it.each([
    ['plain messages', ['child # started', 'queue is full', 'retry # of 5 failed']],
    ['messages with a common beginning', ['ARPT: # wl0: up', 'ARPT: # wl0: roamed']],
    ['JSON', ['{"level":"info","msg":"a #"}']],
    ['key and value', ['a=# b=2', 'a=# b=3']],
  ])('finds none in %s', (_, forms) => {
    expect(learnHeader(linesOf(...forms))).toBeNull();
  });

  it.each([
    ['2024-05-01 10:00:# INFO cart: served page #', 'served page 10'],
    ['2024-05-01 10:00:# INFO served page #', 'served page 10'],
    ['2024-05-01 10:00:# served page #', 'served page 10'],
  ])('does not take a message that is always the same for a header: %s', (form, message) => {
    expect(messagesOf(linesOf(form))[0]).toBe(message);
  });

  it('finds none in too few lines', () => {
    expect(learnHeader(['2024-05-01 10:00:00 INFO a'])).toBeNull();
    expect(learnHeader([])).toBeNull();
  });

  it('reads severity, component and time of a line', () => {
    const lines = linesOf('2024-05-01 10:00:# WARN cart.Service: slow');
    const reader = new HeaderReader(learnHeader(lines));

    reader.read(lines[0]!, 0, lines[0]!.length);

    expect(severityOf(reader.severity)).toBe('warning');
    expect(lines[0]!.slice(reader.timeStart, reader.timeEnd)).toBe('2024-05-01 10:00:10');
    expect(lines[0]!.slice(reader.componentStart, reader.componentEnd)).toBe('cart.Service');
  });

  it('leaves a line that lacks the header as it is', () => {
    const lines = linesOf('2024-05-01 10:00:# WARN cart.Service: slow');
    const reader = new HeaderReader(learnHeader(lines));

    reader.read('(nothing of the kind)', 0, 21);

    expect(reader.complete).toBe(false);
    expect(reader.messageStart).toBe(0);
  });

  it('finds the header of most lines where others have none', () => {
    const lines = Array.from({ length: 60 }, (_, n) =>
      n % 4 === 3 ? `printed by a library ${n}` : `2026-05-04T10:00:${10 + n}Z INFO served page ${n}`,
    );

    expect(learnHeader(lines)?.fields).toEqual(['time', 'severity']);
  });

  it('parts brackets that no blank divides, and takes an epoch for a time', () => {
    const lines = Array.from(
      { length: 20 },
      (_, n) => `[2026-05-04T10:00:${10 + n},123][INFO ][o.e.n.Node ] [node-1] served page ${n}`,
    );
    const epochs = Array.from({ length: 20 }, (_, n) => `17148168${10 + n}.123 INFO served page ${n}`);

    expect(learnHeader(lines)?.fields.slice(0, 4)).toEqual(['time', 'severity', 'bracket', 'bracket']);
    expect(learnHeader(epochs)?.fields).toEqual(['time', 'severity']);
  });

  it.each([
    ['Serilog', '2026-11-20 08:00:#.123 +00:00 [INF] served', '', '2026-11-20 08:00:10.123 +00:00'],
    ['PostgreSQL', '2026-11-20 08:00:#.123 UTC [47#] LOG:  served', '', '2026-11-20 08:00:10.123 UTC'],
    ['klog', 'I1120 08:00:#.123456       1 main.go:#] served', 'main.go', '1120 08:00:10.123456'],
    [
      'Kafka',
      '[2026-11-20 08:00:#,123] INFO served (kafka.log.LogCleaner)',
      'kafka.log.LogCleaner',
      '2026-11-20 08:00:10,123',
    ],
  ])('knows time and component of %s', (_, form, component, time) => {
    const lines = linesOf(form, form.replace('served', 'stored item #'));

    const { patterns } = mineLines(lines);

    expect(patterns.map(({ template }) => template).toSorted()).toEqual(['served', 'stored item <*>']);
    expect(patterns.map((pattern) => pattern.component ?? '')).toEqual([component, component]);
    expect(patterns.map(({ firstTime }) => firstTime)).toContain(time);
  });

  it('leaves brackets at the end of some messages to them', () => {
    const lines = linesOf('2026-11-20 08:00:# INFO saved (to.disk)', '2026-11-20 08:00:# INFO saved all');

    expect(learnHeader(lines)?.isComponentLast).toBeUndefined();
  });
});
