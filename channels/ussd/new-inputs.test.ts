import { expect } from 'chai';
import { newInputs, type UssdHint, type UssdProgress } from './new-inputs.ts';

const replay = { kind: 'replay' } as const;
const inputs = (all: string[], consumed: string, cumulative?: boolean): UssdProgress => ({
  kind: 'inputs',
  inputs: all,
  consumed,
  ...(cumulative === undefined ? {} : { cumulative }),
});

const table: [string, string | undefined, string, UssdHint, UssdProgress][] = [
  ['the first screen', undefined, '', {}, inputs([], '')],
  ['dialled with inputs', undefined, '1*2', {}, inputs(['1', '2'], '1*2')],
  ['the first screen again', '', '', {}, replay],
  ['the first screen again, late', '1*2', '', { cumulative: true }, replay],
  ['the first input', '', '1', {}, inputs(['1'], '1')],
  ['the first input again', '1', '1', {}, replay],

  ['the path goes on', '1', '1*2', {}, inputs(['2'], '1*2', true)],
  ['the path goes on by two', '1', '1*2*3', {}, inputs(['2', '3'], '1*2*3', true)],
  ['the same digit on a path', '1', '1*1', {}, inputs(['1'], '1*1', true)],
  ['the same path', '1*2', '1*2', { cumulative: true }, replay],
  ['the same path much later', '1*2', '1*2', { cumulative: true, sinceLastMs: 60_000 }, replay],
  ['an older step of the path', '1*2', '1', { cumulative: true }, replay],
  ['a path that begins alike', '1*2', '1*23', { cumulative: true }, inputs(['1', '23'], '1*23', true)],
  ['an empty input', '1', '1*', { cumulative: true }, inputs([''], '1*', true)],
  ['another path', '1*2', '3', { cumulative: true }, inputs(['3'], '3', true)],

  ['only the last input', '1', '2', {}, inputs(['2'], '1*2', false)],
  ['only the last input, after a dialled path', '1*2', '1', {}, inputs(['1'], '1*2*1', false)],
  ['only the last input, again', '1*2', '2', { cumulative: false }, replay],
  [
    'only the last input, typed twice',
    '1*2',
    '2',
    { cumulative: false, sinceLastMs: 20_000 },
    inputs(['2'], '1*2*2', false),
  ],
  ['the first input typed twice', '1', '1', { sinceLastMs: 20_000 }, inputs(['1'], '1*1', false)],
  ['a last input that ends alike', '1*12', '2', { cumulative: false }, inputs(['2'], '1*12*2', false)],
  ['a last input with a star', '1', '5*6', { cumulative: false }, inputs(['5*6'], '1*5*6', false)],
  ['that input again', '1*5*6', '5*6', { cumulative: false }, replay],
  [
    'a last input that looks like the path',
    '1',
    '1*5',
    { cumulative: false },
    inputs(['1*5'], '1*1*5', false),
  ],

  [
    'the id of a session long over',
    '1*2',
    '1',
    { cumulative: true, sinceLastMs: 180_001 },
    inputs(['1'], '1'),
  ],
  ['the id of a session long over, first screen', '1*2', '', { sinceLastMs: 180_001 }, inputs([], '')],
];

/** Plays a session through, each step sent twice, and gives the inputs that counted. */
function play(steps: string[]): string[] {
  let previous: string | undefined;
  let cumulative: boolean | undefined;
  const counted: string[] = [];
  for (const text of steps.flatMap((each) => [each, each])) {
    const result = newInputs(previous, text, { cumulative });
    if (result.kind === 'replay') continue;
    counted.push(...result.inputs);
    previous = result.consumed;
    cumulative = result.cumulative;
  }
  return counted;
}

describe('new inputs of a USSD step', () => {
  for (const [what, previous, text, hint, expected] of table) {
    it(what, () => expect(newInputs(previous, text, hint)).to.deep.equal(expected));
  }

  const typed = ['1', '2', '09123456789', '25000', '1'];
  it('counts each input once where the path is repeated', () => {
    expect(play(['', ...typed.map((_, at) => typed.slice(0, at + 1).join('*'))])).to.deep.equal(typed);
  });
  it('counts each input once where only the last one comes', () => {
    expect(play(['', ...typed])).to.deep.equal(typed);
  });
});
