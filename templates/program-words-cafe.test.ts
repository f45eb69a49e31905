import { expect } from 'chai';
import { describeProgram } from './program-words.ts';
import { cafe } from './testing/programs.ts';

describe('describeProgram, of a whole café', () => {
  it('speaks Persian', () => {
    expect(describeProgram(cafe, 'fa')).to.deep.equal({
      title: 'برنامه باشگاه «کافه نمونه»',
      sections: [
        {
          title: 'چه چیزی حساب می‌شود',
          lines: [
            'فقط آن بخش از مبلغ حساب می‌شود که به روشی حساب‌شدنی پرداخت شده است (زیر «پرداخت‌ها»).',
            'مبلغ پس از تخفیف و با مالیات حساب می‌شود.',
            'همه کالاها حساب می‌شوند، جز گروه‌های «delivery» (هزینه ارسال) و «gift-card» (فروش کارت هدیه).',
            'خریدی که چیزی از آن حساب نشود چیزی نمی‌گیرد.',
          ],
        },
        {
          title: 'پرداخت‌ها',
          lines: [
            'نقد، کارت، چک، نسیه و سایر: کامل حساب می‌شود.',
            'امتیاز، اعتبار و کارت هدیه: حساب نمی‌شود.',
            'اگر نوع پرداخت ثبت نشود، همه مبلغ حساب می‌شود.',
          ],
        },
        {
          title: 'قاعده‌ها',
          lines: [
            '۱. «هدیه عضویت»: هر کس عضو شود ۲۰ امتیاز می‌گیرد. تا ۱۲ ماه پس از دریافت قابل خرج است (تا پایان آن روز).',
            '۲. «امتیاز خرید»: عضو با هر خرید به ازای هر ۱۰٬۰۰۰ تومان ۱ امتیاز می‌گیرد. پله ناتمام حساب نمی‌شود. تا ۱۲ ماه پس از دریافت قابل خرج است (تا پایان آن روز).',
            '۳. «هدیه تولد»: عضو در روز تولدش ۵۰ امتیاز می‌گیرد. تا ۳ ماه پس از دریافت قابل خرج است (تا پایان آن روز).',
          ],
        },
        {
          title: 'خرج کردن و انقضا',
          lines: ['هنگام خرج کردن، آنچه زودتر منقضی می‌شود زودتر کم می‌شود و آنچه منقضی نمی‌شود آخر از همه.'],
        },
        { title: 'پاداش‌ها', lines: ['«یک اسپرسو»: ۱۰۰ امتیاز.', '«کیک و قهوه»: ۲۵۰ امتیاز.'] },
        {
          title: 'پیام‌ها',
          lines: [
            'به عضوی که ۳۰ روز خرید نکند، یک بار پیام فرستاده می‌شود.',
            'آنچه تا ۳۰ روز دیگر منقضی شود، همراه موجودی گفته می‌شود.',
            'از ساعت ۲۱:۰۰ تا ۰۹:۰۰ پیام تبلیغاتی فرستاده نمی‌شود.',
            'زبان پیام‌ها فارسی است، مگر عضو زبان دیگری بخواهد.',
          ],
        },
        {
          title: 'زمان',
          lines: [
            'روز و ساعت به وقت تهران است؛ ماه، فصل و سال به تقویم شمسی.',
            'در سالی که کبیسه نیست، تولد ۳۰ اسفند در ۲۹ اسفند و تولد ۲۹ فوریه در ۲۸ فوریه است.',
          ],
        },
      ],
    });
  });

  it('speaks English', () => {
    expect(describeProgram(cafe, 'en')).to.deep.equal({
      title: 'The program of the club "کافه نمونه"',
      sections: [
        {
          title: 'What is counted',
          lines: [
            'Only what was paid in ways that count (see "Payments") is counted.',
            'The amount counts after discounts and with tax.',
            'All products count, except groups "delivery" (delivery) and "gift-card" (gift cards sold).',
            'A purchase of which nothing is counted earns nothing.',
          ],
        },
        {
          title: 'Payments',
          lines: [
            'Cash, card, cheque, on account and other: counted in full.',
            'Points, credit and gift card: not counted.',
            'Where no kind of payment is recorded, the whole amount counts.',
          ],
        },
        {
          title: 'Rules',
          lines: [
            '1. "هدیه عضویت": Whoever joins gets 20 points. It can be spent for 12 months (to the end of that day).',
            '2. "امتیاز خرید": Each purchase earns 1 point for every 10,000 toman. Only full steps count. It can be spent for 12 months (to the end of that day).',
            '3. "هدیه تولد": On a birthday, the member gets 50 points. It can be spent for 3 months (to the end of that day).',
          ],
        },
        {
          title: 'Spending and expiry',
          lines: ['What expires soonest is spent first, and what never expires last.'],
        },
        { title: 'Rewards', lines: ['"an espresso": 100 points.', '"cake and coffee": 250 points.'] },
        {
          title: 'Messages',
          lines: [
            'A member who has not bought for 30 days is written to, once.',
            'What expires within 30 days is told with the balance.',
            'No promotional message is sent from 21:00 to 09:00.',
            'Messages are in Persian until a member chooses.',
          ],
        },
        {
          title: 'Time',
          lines: [
            'Days and hours are those of Tehran; months, seasons and years those of the Persian calendar.',
            'In a common year, a birthday on 30 Esfand is kept on 29 Esfand, and one on 29 February on 28 February.',
          ],
        },
      ],
    });
  });
});
