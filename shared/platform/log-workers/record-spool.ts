import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BLOCK_RECORDS = 32_768;
const WORDS = 2;
const BYTES = 4;

/**
 * Shape id and number of lines of each record, kept in a temporary file of 8 bytes a record until all templates are
 * final. The file is removed on disposal.
 */
export class RecordSpool implements Disposable {
  private readonly folder = mkdtempSync(join(tmpdir(), 'perf-agent-logs-'));
  private readonly file = openSync(join(this.folder, 'records'), 'w+');
  private readonly block = new Uint32Array(BLOCK_RECORDS * WORDS);
  private used = 0;
  private written = 0;

  add(shapeId: number, lines: number): void {
    this.block[this.used] = shapeId;
    this.block[this.used + 1] = lines;
    this.used += WORDS;
    if (this.used < this.block.length) return;
    this.write();
  }

  /** All records in order. */
  *records(): Generator<readonly [shapeId: number, lines: number]> {
    this.write();
    const block = new Uint32Array(BLOCK_RECORDS * WORDS);
    const size = this.written;
    for (let position = 0; position < size;) {
      const read = readSync(this.file, block, 0, block.byteLength, position);
      for (let at = 0; at < read / BYTES; at += WORDS) yield [block[at] ?? 0, block[at + 1] ?? 0];
      position += read;
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.file);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(): void {
    let done = 0;
    const bytes = this.used * BYTES;
    while (done < bytes) done += writeSync(this.file, this.block, done, bytes - done);
    this.written += bytes;
    this.used = 0;
  }
}
