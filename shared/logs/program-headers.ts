import { HeaderReader } from './header-reader.ts';
import { type CollectedLine } from './collector.ts';
import { headerName, type HeaderFormat } from './learn-header.ts';

/** Readers of the headers of a log's programs, made when they are needed. */
export class ProgramHeaders {
  private readonly format: HeaderFormat | null;
  private readonly readers = new Map<string, HeaderReader>();

  constructor(format: HeaderFormat | null) {
    this.format = format;
  }

  /** Programs that the sample did not show often enough have the header that most lines have. */
  of(line: Pick<CollectedLine, 'program' | 'source'>): HeaderReader {
    const program = headerName(line);
    const own = this.format?.programs?.get(program);
    const name = own === undefined ? '' : program;
    let reader = this.readers.get(name);
    if (reader === undefined) {
      reader = new HeaderReader(own ?? this.format);
      this.readers.set(name, reader);
    }
    return reader;
  }
}
