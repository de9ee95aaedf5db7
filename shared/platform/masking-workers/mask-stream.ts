import { once } from 'node:events';
import { type Readable, type Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { type StreamMasker } from '../../masking/create-stream-masker.ts';

/** Pumps UTF-8 bytes through a stream masker; waits when the reader is slower, so memory stays flat. */
export async function maskStream(input: Readable, output: Writable, masker: StreamMasker): Promise<void> {
  const decoder = new StringDecoder('utf8');
  for await (const chunk of input) {
    await write(output, masker.push(typeof chunk === 'string' ? chunk : decoder.write(chunk as Buffer)));
  }
  await write(output, masker.push(decoder.end()));
  await write(output, masker.end());
}

async function write(output: Writable, text: string): Promise<void> {
  if (text !== '' && !output.write(text)) await once(output, 'drain');
}
