/** How what is given becomes an amount that can be kept: decimals, parts of steps, rounding. */
import { roundingName, say } from './explain-terms.ts';
import { formatNumber, type Language } from './formats.ts';
import type { DescribedProgram, Effect, PerAmount } from './program-words-shape.ts';

type Units = Pick<DescribedProgram, 'units'>;

const decimalsOf = ({ units }: Units): number => units.points.decimals ?? 0;

/** «امتیاز تا ۲ رقم اعشار دارد.» where points have any. */
export function decimalLines(program: Units, language: Language): string[] {
  const decimals = decimalsOf(program);
  if (decimals === 0) return [];
  const number = formatNumber(decimals, language);
  return [
    say(
      language,
      `امتیاز تا ${number} رقم اعشار دارد.`,
      decimals === 1 ? 'Points have one decimal.' : `Points have up to ${number} decimals.`,
    ),
  ];
}

/** Whether a part of a step gives its part: by itself where points have decimals. */
export function countsParts(program: Units, { unit, startedStep, partStep }: PerAmount): boolean {
  return partStep ?? (unit === 'points' && !startedStep && decimalsOf(program) > 0);
}

/** Whether what it gives may come out between two amounts that can be kept. */
function isFraction(program: Units, give: Effect): boolean {
  if ('multiply' in give) return !Number.isInteger(give.multiply);
  if ('carry' in give) return !give.carry && countsParts(program, give);
  return 'percent' in give || ('table' in give && give.table.some((row) => 'percent' in row));
}

/** Said where something is to round, or where it is not the usual. */
export function roundingLines(program: DescribedProgram, language: Language): string[] {
  const { to, once } = program.rounding;
  const fractions = program.rules.some(({ give }) => give.some((one) => isFraction(program, one)));
  if (!fractions && to === 'down' && once === 'rule') return [];
  const how = roundingName(to, language);
  const decimals = decimalsOf(program);
  const number = formatNumber(decimals, language);
  const rounded =
    decimals === 0
      ? { fa: 'به عدد کامل گرد می‌شود', en: 'is made a whole number' }
      : { fa: `گرد می‌شود، امتیاز تا ${number} رقم اعشار`, en: `is rounded, points to ${number} decimals` };
  const way = decimals === 0 ? `rounded ${how}` : how;
  return once === 'rule'
    ? [
        say(
          language,
          `آنچه هر قاعده می‌دهد ${rounded.fa}: ${how}.`,
          `What each rule gives ${rounded.en}: ${way}.`,
        ),
      ]
    : [
        say(
          language,
          `جمع هر خرید ${rounded.fa}، نه تک‌تک قاعده‌ها: ${how}.`,
          `What a purchase comes to ${rounded.en}, not each rule by itself: ${way}.`,
        ),
      ];
}
