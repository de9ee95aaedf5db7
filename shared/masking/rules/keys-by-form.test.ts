import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'keys' });

describe('keys that their form tells', () => {
  it.each([
    'WIFI_PSK=«ploverSand»',
    'VPN_PSK=«ploverSand7»',
    'VPN_PSK: "«plover sand 7»"',
    'psk=«ploversand»',
    '{"wifi_psk":"«ploversand»"}',
    'AZURE_STORAGE_KEY=«kT7zQ4mX9vR2nB6wY1cF8hJ3dL5gP0sA7uE4iO9tK2xZ6qM1bV8nC3rW5yH0jD7fG4lS9aU2eI6oT1pX8kQ3zA==»',
    '{"storage_key":"«kT7zQ4mX9vR2nB6wY1cF8hJ3dL5gP0sA7uE4iO9tK2xZ6qM1bV8nC3rW5yH0jD7fG4lS9aU2eI6oT1pX8kQ3zA==»"}',
    'routing_key: "«e93facc04764012d7bfb002500d5d1a6»"',
    '{"routing_key":"«e93facc04764012d7bfb002500d5d1a6»"}',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'key_mgmt=WPA-PSK',
    'key_mgmt=WPA-PSK proto=RSN',
    '{"auth":"WPA2-PSK","ssid":"Home12345"}',
    'auth: [psk, enterprise1x]',
    '{"auth":"psk","mode":"Key12345"}',
    'modulation=8psk',
    'modulation: 8PSK: enabled12',
    'QPSK=12345678',
    'BPSK: 3.5Mbit/s2',
    'psk=required',
    'psk: disabled',
    'WPA-PSK: 00:11:22:33',
    'psk: wpa2-personal',
    'storage_key: user-preferences-v2',
    "storageKey = 'app.settings.theme'",
    "STORAGE_KEY: 'cart_items_2024'",
    'storage_key=uploads/2024/x1.png',
    'routing_key=order.created.v2',
    'routing_key: orders-eu-west-1',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
