import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'devices' });

describe('passwords of devices', () => {
  it.each([
    '{"snmp_community":"«gard3n.9»"}',
    '{"snmp_community":"«gardenhose»"}',
    'snmp_community=«pr1v4te[rw]»',
    'community_string: "«c0re.sw1tch»"',
    'enable secret «gardenhose»',
    'enable secret «autumnleaf»',
    'enable password 0 «gardenhose»',
    'enable secret level 15 «gardenhose»',
    'sw1(config)#enable secret «gardenhose»',
    'sw1(config)# enable password «gardenhose»',
    'sw1# enable secret «Gardenhose»',
    '{"line":"enable secret «gardenhose»"}',
    'config:\nenable secret «gardenhose»\n!',
    'enable password «Router»x',
    ' enable password level 7 0 «gardenhose»',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'snmp_community = config.snmp_community',
    'snmp_community: [public]',
    'snmp_community: ["public"]',
    'snmp_community=self.community',
    'community_string = os.environ["X"]',
    'snmp_community = device["community"]',
    'snmp_community = hosts[0].community',
    'snmp_community=conf.get("x")',
    'community string: required',
    'communityString = getCommunity()',
    'community_string: str = "public"',
    'snmp_community = "snmp.community.label"',
    'snmp_community = "{{ snmp.community }}"',
    'snmp_community = "${SNMP_COMMUNITY}"',
    'enable password hints',
    'enable password Reset',
    'enable secret rotation',
    'enable secret scanning',
    'please enable password hints',
    'to enable secret rotation',
    'Users can enable password sharing',
    '- enable password autofill',
    '# enable password prompt',
    'enable password masking',
    'enable secret 5',
    'enable password',
    'enable secret management',
    'enable password policies',
    'enable password encryption',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
