import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { clientWith, failureOf, options } from '../../../test/support/http-client-under-test.ts';
import { json, serve, stopServersAfterEach } from '../../../test/support/local-server.ts';

stopServersAfterEach();

const file = {
  field: 'file',
  name: 'picture.png',
  type: 'image/png',
  bytes: new TextEncoder().encode('PNG'),
};

describe('postFile', () => {
  it('sends one file as a form, with its name, type and bytes', async () => {
    const server = await serve(json(200, [{ filename: 'picture.png' }]));

    const reply = await clientWith().postFile(
      server.url('/attachments'),
      file,
      z.array(z.unknown()),
      options(),
    );

    expect(reply?.body).toEqual([{ filename: 'picture.png' }]);
    expect(server.seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(server.seen[0]?.body).toContain(
      'name="file"; filename="picture.png"\r\nContent-Type: image/png\r\n\r\nPNG',
    );
  });

  it('is not repeated by itself, since the file may have been taken', async () => {
    const server = await serve(json(500, {}));

    const failure = await failureOf(
      clientWith().postFile(server.url('/attachments'), file, z.unknown(), options()),
    );

    expect(failure.disposition).toBe('retry');
    expect(server.seen).toHaveLength(1);
  });
});

describe('readOn', () => {
  const refusal = z.object({ errors: z.record(z.string(), z.string()) });

  it('hands over the body of a refusal that names the field', async () => {
    const server = await serve(json(400, { errors: { summary: 'too long' } }));

    const reply = await clientWith().sendJson('POST', server.url('/issue'), {}, refusal, {
      ...options(),
      readOn: [400],
    });

    expect(reply).toMatchObject({ status: 400, body: { errors: { summary: 'too long' } } });
  });

  it('leaves every other status an error', async () => {
    const server = await serve(json(403, { errors: {} }));

    const failure = await failureOf(
      clientWith().sendJson('POST', server.url('/issue'), {}, refusal, { ...options(), readOn: [400] }),
    );

    expect(failure.code).toBe('REMOTE_FORBIDDEN');
  });
});
