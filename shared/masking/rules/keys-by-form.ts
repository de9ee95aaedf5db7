import { isGivenWord } from './command-words.ts';
import { type FieldForm } from './field-form.ts';
import { isSecretValue, looksRandom } from './secret-values.ts';
import { isStateWord } from './state-words.ts';

const SIGN = `\\\\{0,3}["']?[ \\t]{0,4}(?::|=>|=)[ \\t]{0,4}\\\\{0,3}["']?`;
/** No word for how the keys of a network are agreed on: `psk2`, `wpa-psk`, `required`. */
const KIND =
  /^(?:(?:wpa|sae|ft|tls|ike)[\w+/-]{0,24}|psk\d?|pre-?shared(?:-key)?|ascii|hex|hexadecimal|passphrase)$/i;

/** Capitals, small letters and digits, as the keys of objects have not. */
const MIXED = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)/;
const SHORTEST_RANDOM = 16;

/** A word before the name makes it something else, so that the value's own form has to tell. */
export const keysByForm: readonly FieldForm[] = [
  {
    // `WIFI_PSK=…`, `psk: "…"`; `8psk` is a modulation, `!PSK:` one of a list of ciphers.
    rule: 'wireless-key',
    type: 'secret',
    keywords: ['psk=', 'psk =', 'psk:', 'psk :', 'psk"', "psk'", 'psk\\'],
    form: () =>
      new RegExp(
        `(?<!\\d|!|wpa\\d?-)psk${SIGN}(?!psk[=:])((?<=")[^"\\n\\\\]{8,128}(?=\\\\{0,3}")|(?<=')[^'\\n]{8,128}(?=')|[^\\s"'\`,;<>\\\\]{8,64})`,
        'iy',
      ),
    accepts: (value) =>
      isGivenWord(value) &&
      !isStateWord(value) &&
      !KIND.test(value) &&
      isSecretValue(value, 'password', {
        assigned: true,
        quoted: value.includes(' '),
        spaced: true,
        after: '',
      }),
  },
  {
    // An account's key of Azure; the key of a browser's storage is a word, that of an object a path.
    rule: 'storage-key',
    type: 'secret',
    keywords: ['storage_key', 'storage-key', 'storagekey', 'storage key', 'storage.key'],
    form: () =>
      new RegExp(`storage[-_ .]?key\\d?${SIGN}([A-Za-z0-9+/]{86}==|[\\w+~=-]{16,128}(?![\\w/.]))`, 'iy'),
    accepts: (value) => MIXED.test(value) && looksRandom(value, SHORTEST_RANDOM),
  },
  {
    // PagerDuty's; a router of messages has words there.
    rule: 'routing-key',
    type: 'secret',
    keywords: ['routing_key', 'routing-key', 'routingkey', 'routing key'],
    form: () => new RegExp(`routing[-_ ]?key${SIGN}((?=[a-f]*\\d)(?=\\d*[a-f])[0-9a-f]{32})(?![\\w-])`, 'iy'),
  },
];
