import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'mdp' });

describe('passwords behind mdp', () => {
  it.each([
    'DB.mdp=«Soleil22»',
    'db.mdp=«Soleil22»',
    'mdp  = «Soleil22»',
    'mdp : «Soleil22»',
    'mdp => «Soleil22»',
    "'mdp' => '«Soleil22»'",
    '"mdp":"«Soleil22»"',
    '{"log":"{\\"mdp\\":\\"«Soleil22»\\"}"}',
    'mdp: «So(leil)22»',
    'mdp: «soleilvert»',
    'mdp: «soleil»',
    '{"m":"mdp: «soleil»"}',
    '"mdp": "«Sol 2024!x»"',
    'mdp="«été bleu 22»"',
    'mdp: «azerty123»',
    'mdp = «Soleil2024!»',
    'MDP_BASE=«Sol!2024x»',
    'mdp_admin: «Sol!2024x»',
    'mon mdp: «Soleil22»',
    'DB_MDP=«Soleil22»',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'mdp: reward=10.5',
    'mdp: total_reward=412.5',
    'mdp: taxi_v3_random',
    'mdp="gridworld8x8"',
    'mdp="s3://b/mdp.json"',
    'MDP: states=120000',
    'MDP=tabular gamma=0.99',
    'Markov decision process, MDP = 4 states',
    'mdp = 10000000',
    'MDP = GridWorld-v2',
    'mdp: n_states=1200',
    'mdp=GridWorld-v0',
    'mdp:FrozenLake-v1',
    'mdp = MDP(states, 0.9)',
    'mdp = GridMDP(1,2)',
    'mdp=env.mdp',
    'mdp: solver',
    'mdp: solved in 120 iterations',
    'mdp: value_iteration',
    'mdp: requis',
    'mdp_type=2',
    'mdp = build(path2)',
    'mdp: ${MDP}',
    'mdp_solver finished',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
