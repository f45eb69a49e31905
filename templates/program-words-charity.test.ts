import { giving, perAmount, says } from './testing/programs.ts';
import type { DescribedProgram } from './program-words-shape.ts';

const named = (program: DescribedProgram): DescribedProgram => ({
  ...program,
  charities: [{ id: 'school', name: { fa: 'مدرسه نمونه', en: 'Sample school' } }],
});
const steps = { charity: 'school', give: 100_000, per: 1_000_000 };

describe('describeProgram, charities', () => {
  says([
    [
      'a share for each step',
      named(giving(steps)),
      'عضو با هر خرید به ازای هر ۱۰۰٬۰۰۰ تومان ۱۰٬۰۰۰ تومان به خیریه «مدرسه نمونه» می‌رساند و خودش چیزی از آن نمی‌گیرد. پله ناتمام حساب نمی‌شود.',
      'Each purchase earns 10,000 toman for every 100,000 toman for the charity "Sample school", and nothing of it for the member. Only full steps count.',
    ],
    [
      'a percent beside points',
      named(giving([perAmount, { charity: 'school', percent: 1.5 }])),
      'عضو با هر خرید ۱٫۵ درصد مبلغ به خیریه «مدرسه نمونه» می‌رساند',
      'Each purchase earns 1.5 percent of the amount for the charity "Sample school"',
    ],
    [
      'an amount for joining, and its budget',
      named(
        giving(
          { charity: 'school', fixed: 50_000 },
          { on: 'joining', limits: [{ of: 'rule', each: 'month', amount: 5_000_000 }] },
        ),
      ),
      'هر کس عضو شود ۵٬۰۰۰ تومان به خیریه «مدرسه نمونه» می‌رساند و خودش چیزی از آن نمی‌گیرد.',
      'Whoever joins gets 5,000 toman for the charity "Sample school", and nothing of it for the member.',
    ],
    [
      'what a full card gives',
      {
        ...named(giving({ stamp: 'c', fixed: 1 })),
        stampCards: [
          {
            ...{ id: 'c', name: 'کارت', stamps: 2, expires: 'never' },
            gives: [{ charity: 'school', fixed: 50_000 }],
          },
        ],
      },
      '۵٬۰۰۰ تومان برای خیریه «مدرسه نمونه» می‌دهد',
      'it gives 5,000 toman for the charity "Sample school"',
    ],
  ]);
});
