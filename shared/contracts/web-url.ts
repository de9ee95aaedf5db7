import * as z from 'zod';

/** An address of http or https, said so to editors too: JSON Schema's `uri` alone takes `mailto:` and `ftp:`. */
export const WebUrl = z
  .url({ protocol: /^https?$/ })
  .regex(/^https?:\/\/[^\s"<>\\^`{|}]+$/, 'an address that begins with http:// or https://')
  .describe('an address that begins with http:// or https://');
