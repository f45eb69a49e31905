import type { Command } from 'commander';
import { nationalPhone } from '../../rules/phone.ts';
import type { Club } from '../../server/club.ts';
import {
  formatCalendarDay,
  formatGifts,
  formatMoney,
  formatNumber,
  formatPoints,
  formatStamps,
} from '../../templates/formats.ts';
import { giftPhrase } from '../../templates/gifts.ts';
import { Complaint } from './fail.ts';
import { readMemberSheet } from './member-read.ts';
import { addMemberPending } from './member-pending.ts';
import { addMemberSet } from './member-set.ts';
import { addMemberTier } from './member-tier.ts';
import type { MemberSheet, PurchaseSummary } from './member-sheet.ts';
import { withRuntime } from './open.ts';
import { answer, pairs, section, table, when, whichDay } from './print.ts';
import type { AnswerOptions } from './print.ts';
import { addNoun, addVerb, phoneArgument } from './verb.ts';

export function addMember(parent: Command): void {
  const member = addNoun(parent, 'member', 'Enrolled customers.');
  addVerb(member, 'show', {
    does: 'All about one member: who she is, what she has and why, and what was sent to her.',
    examples: ['member show 09121234567', 'member show "۰۹۱۲ ۱۲۳ ۴۵۶۷" --json'],
  })
    .argument('<phone>', 'her number, in any form people write', phoneArgument)
    .action((phone: string, options: AnswerOptions) => show(phone, options));
  addMemberSet(member);
  addMemberTier(member);
  addMemberPending(member);
}

async function show(phone: string, options: AnswerOptions): Promise<void> {
  const found = await withRuntime(async (runtime) => {
    const sheet = await readMemberSheet(runtime, phone);
    return sheet && { sheet, lines: linesOf(runtime.club, sheet) };
  });
  if (!found) throw new Complaint(`Nobody is enrolled with ${nationalPhone(phone)}: check the number.`);
  answer(options, found.sheet, found.lines);
}

function linesOf(club: Club, sheet: MemberSheet): string[] {
  return [
    ...pairs(person(club, sheet)),
    ...tierLines(club, sheet),
    ...section(
      'Consents, newest first',
      table(['at', 'channel', 'to', '', 'words', 'who'], consents(club, sheet), 'none'),
    ),
    ...section('Addresses', table(['channel', 'address', 'since', ''], addresses(club, sheet), 'none')),
    ...section(
      'Lots',
      table(['unit', 'left', 'of', 'earned', 'last day', ''], lots(club, sheet), 'nothing left'),
    ),
    ...section(
      'Gifts, newest first',
      table(['given', 'what', 'code', 'number', 'last day', 'state', 'rule'], gifts(club, sheet), 'none'),
    ),
    ...section('Ledger, newest first', table(['at', 'type', 'amount', 'why', 'who'], entries(club, sheet))),
    ...section(
      'Purchases',
      table(['at', 'id', 'amount', 'earned', 'shop', 'who', ''], purchases(club, sheet)),
    ),
    ...section('Messages', table(['at', 'channel', 'template', 'state', 'code'], messages(club, sheet))),
  ];
}

function person(club: Club, sheet: MemberSheet): [string, string][] {
  const { birthday, balances, promotionsStoppedAt } = sheet;
  return [
    ['phone', nationalPhone(sheet.phone)],
    ['name', sheet.name ?? '-'],
    ['id', String(sheet.id)],
    ['joined', joining(club, sheet)],
    ['brought by', sheet.referrer ?? '-'],
    ['brought', String(sheet.referred)],
    ['birthday', birthday ? formatCalendarDay(birthday, 'en') : '-'],
    ['gender', sheet.gender ?? '-'],
    ['education', sheet.education ?? '-'],
    ['tags', shopWords(sheet.tags)],
    ['groups', shopWords(sheet.customerGroups)],
    ['dates', datesOf(sheet)],
    ['language', sheet.language],
    ['promotions', promotionsStoppedAt === null ? 'wanted' : `stopped ${atOf(club, promotionsStoppedAt)}`],
    ['balance', `${formatPoints(balances.points, 'en')}, ${formatMoney(balances.credit, 'en')} of credit`],
  ];
}

/** Her tier, how far the next one is, and what became of it; nothing where she never had one. */
function tierLines(club: Club, { tier, tierChanges }: MemberSheet): string[] {
  if (!tier && tierChanges.length === 0) return [];
  const rows = tierChanges.map(({ at, program, kind, from, to, reason, who }) => [
    ...[atOf(club, at), program, kind, `${from ?? '-'} to ${to ?? '-'}`, shopWords([reason ?? '-']), who],
  ]);
  return [
    ...section('Tier', tier ? pairs(tierPairs(club, tier)) : ['the program has no tiers now']),
    ...section(
      'Changes of tiers, newest first',
      table(['at', 'program', '', 'tier', 'why', 'who'], rows, 'none'),
    ),
  ];
}

function tierPairs(club: Club, tier: NonNullable<MemberSheet['tier']>): [string, string][] {
  const { toNext, toKeep } = tier.progress;
  const missing = ({ measures }: NonNullable<typeof toNext>) =>
    measures
      .map(
        ({ by, missing: left, needed }) => `${left} of ${needed} ${typeof by === 'string' ? by : 'in sum'}`,
      )
      .join(', ');
  const given = tier.given ? ', given by people' : '';
  return [
    ['tier', `${tier.name ?? '-'}${given}${tier.grace ? ', in its grace' : ''}`],
    ['since', tier.since === null ? '-' : atOf(club, tier.since)],
    ['valid until', tier.validUntil === null ? '-' : atOf(club, tier.validUntil)],
    ...(toNext ? [['missing to the next', `${toNext.name}: ${missing(toNext)}`] as [string, string]] : []),
    ...(toKeep ? [['missing to keep it', missing(toKeep)] as [string, string]] : []),
  ];
}

/** Words of the shop's own: nothing in them may upset the terminal. */
function shopWords(words: readonly string[]): string {
  return words.length === 0 ? '-' : words.map((word) => word.replace(/[\s\p{C}]+/gu, ' ')).join(', ');
}

function datesOf({ dates }: MemberSheet): string {
  const all = Object.entries(dates).map(([name, { calendar, year, month, day }]) => {
    const date = formatCalendarDay({ calendar, month, day, ...(year !== null && { year }) }, 'en');
    return `${name} ${date}`;
  });
  return all.length === 0 ? '-' : all.join(', ');
}

function joining(club: Club, { joinedAt, joinedChannel, joinedShop }: MemberSheet): string {
  return `${atOf(club, joinedAt)} by ${joinedChannel}${joinedShop === null ? '' : ` at ${joinedShop}`}`;
}

function consents(club: Club, sheet: MemberSheet): string[][] {
  return sheet.consents.map(({ at, channel, kind, granted, words, who }) => [
    ...[atOf(club, at), channel, kind, granted ? 'yes' : 'no'],
    // Her own words: nothing in them may upset the terminal.
    ...[words.replace(/[\s\p{C}]+/gu, ' ').trim(), who],
  ]);
}

function addresses(club: Club, sheet: MemberSheet): string[][] {
  return sheet.addresses.map(({ channel, address, createdAt, deadAt, promotionsStoppedAt }) => [
    ...[channel, address, atOf(club, createdAt)],
    [...(deadAt === null ? [] : ['dead']), ...(promotionsStoppedAt === null ? [] : ['no promotions'])].join(
      ', ',
    ),
  ]);
}

function gifts(club: Club, sheet: MemberSheet): string[][] {
  return sheet.gifts.map(({ givenAt, kind, name, amount, percent, code, number, lastDay, state, rule }) => [
    atOf(club, givenAt),
    giftPhrase({ kind, name: shopWords(name === null ? [] : [name]), ...of({ amount, percent }) }, 'en'),
    ...[code, number === null ? '' : String(number)],
    ...[lastDay === null ? 'never ends' : whichDay(club, lastDay), state, rule],
  ]);
}

function of({ amount, percent }: { readonly amount: number | null; readonly percent: number | null }) {
  return { ...(amount !== null && { amount }), ...(percent !== null && { percent }) };
}

function lots(club: Club, sheet: MemberSheet): string[][] {
  return sheet.lots.map((lot) => [
    ...[lot.unit, amount(lot.unit, lot.remaining), amount(lot.unit, lot.amount), atOf(club, lot.earnedAt)],
    ...[lot.lastDay === null ? 'never ends' : whichDay(club, lot.lastDay), lot.overdue ? 'ended' : ''],
  ]);
}

function entries(club: Club, sheet: MemberSheet): string[][] {
  return sheet.entries.map((entry) => [
    ...[atOf(club, entry.occurredAt), entry.type, signed(entry.unit, entry.amount)],
    ...[entry.rule === null ? entry.reason : `${entry.reason} (${entry.rule})`, entry.who],
  ]);
}

function purchases(club: Club, sheet: MemberSheet): string[][] {
  return sheet.purchases.map((purchase) => [
    ...[atOf(club, purchase.occurredAt), String(purchase.id), formatMoney(purchase.amount, 'en')],
    ...[purchase.earned.map((award) => signed(award.unit, award.amount)).join(', ') || 'nothing'],
    ...[purchase.shop, purchase.who, undoing(club, purchase)],
  ]);
}

function undoing(club: Club, { undoneAt, undoneBy }: PurchaseSummary): string {
  return undoneAt === null ? '' : `undone ${atOf(club, undoneAt)} by ${undoneBy ?? '-'}`;
}

function messages(club: Club, sheet: MemberSheet): string[][] {
  return sheet.messages.map(({ createdAt, channel, template, state, code }) => [
    ...[atOf(club, createdAt), channel, template, state, code ?? ''],
  ]);
}

function amount(unit: string, number: number): string {
  return unit === 'credit' ? formatMoney(number, 'en') : formatNumber(number, 'en');
}

/** Points, toman of credit, or stamps. */
function sizeOf(unit: string, number: number): string {
  if (unit === 'points') return formatPoints(number, 'en');
  if (unit === 'credit' || unit === 'charity') return formatMoney(number, 'en');
  return unit === 'gifts' ? formatGifts(number, 'en') : formatStamps(number, 'en');
}

function signed(unit: string, number: number): string {
  const size = sizeOf(unit, Math.abs(number));
  return `${number < 0 ? '-' : '+'}${size}`;
}

/** The sheet holds times as other programs read them. */
function atOf(club: Club, iso: string): string {
  return when(club, Date.parse(iso));
}
