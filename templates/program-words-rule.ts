/** One rule as a few plain sentences. */
import { capital, limitOf, quote, roundingName, say } from './explain-terms.ts';
import { formatNumber, type Language } from './formats.ts';
import { conditionOf, type Speech } from './program-words-condition.ts';
import { countsSentences } from './program-words-counts.ts';
import { effectSentences, giftName, labelIn, unitsGiven } from './program-words-effect.ts';
import { whichTiers } from './tier-words.ts';
import { pendingOf } from './program-words-pending.ts';
import type { DescribedProgram, Rule } from './program-words-shape.ts';
import { reachedSentences } from './program-words-reached.ts';
import { spanOf } from './program-words-times.ts';
import { expiryOf } from './program-words-expiry.ts';

/** The rules in the program's order, numbered: «۱. «هدیه عضویت»: هر کس عضو شود ۲۰ امتیاز می‌گیرد. …». */
export function ruleLines(program: DescribedProgram, speech: Speech): string[] {
  const { language } = speech;
  if (program.rules.length === 0) {
    return [
      say(
        language,
        'هنوز قاعده‌ای نیست و چیزی داده نمی‌شود.',
        'There are no rules yet, and nothing is given.',
      ),
    ];
  }
  const lines = program.rules.map((rule, index) => {
    const name = quote(labelIn(rule.name, language), language);
    const sentences = ruleSentences(program, rule, speech).map((sentence) => `${sentence}.`);
    return `${formatNumber(index + 1, language)}. ${name}: ${sentences.join(' ')}`;
  });
  return [...lines, ...addingUp(program, language)];
}

/** What holds for rules that may give at the same time. */
function addingUp({ rules, groups }: DescribedProgram, language: Language): string[] {
  if (new Set(rules.map(({ on }) => on)).size === rules.length) return [];
  const compete = rules.some(({ group }) => group !== undefined && groups[group]?.take !== 'all');
  const words = compete
    ? say(
        language,
        'اگر چند قاعده با هم برقرار باشد، آنچه می‌دهند جمع می‌شود، جز آنچه زیر «گروه‌ها» آمده است.',
        'Where several rules hold, what they give adds up, but for what "Groups" says.',
      )
    : say(
        language,
        'اگر چند قاعده با هم برقرار باشد، آنچه می‌دهند جمع می‌شود.',
        'Where several rules hold, what they give adds up.',
      );
  return [words];
}

function ruleSentences(program: DescribedProgram, rule: Rule, speech: Speech): string[] {
  const { language, calendar } = speech;
  return [
    ...effectSentences(program, rule, language),
    ...tierSentences(rule, speech),
    ...reachedSentences(rule, language),
    ...whenSentences(rule, speech),
    ...settlementSentences(rule, speech),
    ...ownCounts(rule, speech),
    ...limitSentences(rule, speech),
    ...groupSentences(program, rule, speech),
    ...roundingSentences(rule, speech),
    ...pendingSentences(rule, speech),
    ...(rule.expires
      ? [
          say(
            language,
            expiryOf(rule.expires, calendar, 'fa'),
            `It ${expiryOf(rule.expires, calendar, 'en')}`,
          ),
        ]
      : []),
  ];
}

function tierSentences({ on, tiers, again }: Rule, speech: Speech): string[] {
  if (on !== 'tier') return [];
  const { language } = speech;
  const which = tiers && whichTiers(tiers, speech);
  return [
    ...(which === undefined ? [] : [say(language, `فقط برای سطح ${which}`, `Only for ${which}`)]),
    again === true
      ? say(language, 'هر بار که دوباره به آن برسد نیز', 'Also each time it is reached again')
      : say(language, 'برای هر سطح فقط بار نخست', 'For each tier the first time only'),
  ];
}

function settlementSentences({ paidWithin }: Rule, { language }: Speech): string[] {
  if (paidWithin === undefined) return [];
  const span = spanOf(paidWithin, language);
  return [
    say(
      language,
      `فقط اگر تا ${span} پس از خرید پرداخت شود`,
      `Only if it is paid within ${span} of the purchase`,
    ),
  ];
}

function pendingSentences({ pending }: Rule, { language, calendar }: Speech): string[] {
  if (pending === undefined) return [];
  const said = pendingOf(pending, calendar, language);
  return [say(language, said, `It ${said}`)];
}

function whenSentences({ when }: Rule, speech: Speech): string[] {
  if (when === undefined) return [];
  const condition = conditionOf(when, speech);
  return [say(speech.language, `فقط اگر ${condition}`, `Only if ${condition}`)];
}

function ownCounts({ give }: Rule, { language }: Speech): string[] {
  return give.flatMap((one) => {
    const sentences = 'of' in one && one.of !== undefined ? countsSentences(one.of, language) : [];
    if (sentences.length === 0) return [];
    const list = sentences
      .map((sentence) => sentence.charAt(0).toLowerCase() + sentence.slice(1))
      .join(say(language, '؛ ', '; '));
    const thing = giftName(one, language);
    return give.length === 1
      ? [say(language, `برای این قاعده: ${list}`, `For this rule: ${list}`)]
      : [say(language, `برای ${thing} این قاعده: ${list}`, `For the ${thing} of this rule: ${list}`)];
  });
}

function limitSentences({ limits, cooldown, give }: Rule, { language }: Speech): string[] {
  const said = limits.map((limit) => capital(limitOf(limit, unitsGiven(give)[0] ?? 'points', language)));
  if (cooldown === undefined) return said;
  const span = spanOf(cooldown, language);
  return [
    ...said,
    say(
      language,
      `پس از هر بار، تا ${span} به همان عضو دوباره داده نمی‌شود`,
      `After each time, the same member does not get it again for ${span}`,
    ),
  ];
}

function groupSentences({ groups }: DescribedProgram, { group }: Rule, { language }: Speech): string[] {
  if (group === undefined) return [];
  const name = quote(labelIn(groups[group]?.name ?? group, language), language);
  return [say(language, `از گروه ${name} است (زیر «گروه‌ها»)`, `It is of the group ${name} (see "Groups")`)];
}

function roundingSentences({ rounding }: Rule, { language }: Speech): string[] {
  if (rounding === undefined) return [];
  const how = roundingName(rounding, language);
  return [say(language, `گرد کردن این قاعده: ${how}`, `What it gives is rounded ${how}`)];
}
