import { explains } from './testing/explains.ts';
import { says, withRule } from './testing/programs.ts';

describe('explain, what is not known of the member', () => {
  explains([
    [
      { kind: 'gender', needs: ['female'], was: 'male' },
      'فقط اعضای خانم؛ این عضو آقا است',
      'Only female members, was male',
    ],
    [
      { kind: 'gender', needs: ['female', 'other'], was: undefined },
      'فقط اعضای خانم یا سایر؛ جنسیت معلوم نیست',
      'Only female or other members, the gender is not known',
    ],
    [
      { kind: 'education', needs: ['master', 'doctorate'], was: 'bachelor' },
      'فقط تحصیلات کارشناسی ارشد یا دکتری؛ کارشناسی است',
      'Only with an education of master or doctorate, was bachelor',
    ],
    [
      { kind: 'education', needs: ['associate'] },
      'فقط تحصیلات کاردانی؛ تحصیلات معلوم نیست',
      'Only with an education of associate degree, the education is not known',
    ],
    [
      { kind: 'customer-group', needs: ['کارکنان', 'عمده'] },
      'فقط مشتریان گروه «کارکنان» یا «عمده»',
      'Only customers of the group "کارکنان" or "عمده"',
    ],
    [{ kind: 'tag', needs: ['vip'] }, 'فقط اعضای با برچسب «vip»', 'Only members with the tag "vip"'],
  ]);
});

describe('describeProgram, what must be known of the member', () => {
  says([
    [
      'when.genders',
      withRule({ when: { genders: ['female'] } }),
      'فقط اگر جنسیت عضو خانم باشد (جنسیت نامعلوم پذیرفته نیست).',
      'Only if the member is female (an unknown gender does not do).',
    ],
    [
      'when.educations',
      withRule({ when: { educations: ['below-diploma', 'diploma'] } }),
      'تحصیلات عضو زیر دیپلم یا دیپلم باشد',
      "the member's education is less than a diploma or diploma",
    ],
    [
      'when.customerGroups',
      withRule({ when: { customerGroups: ['کارکنان'] } }),
      'عضو از گروه مشتریان «کارکنان» باشد.',
      'the member is in the customer group "کارکنان".',
    ],
    [
      'when.tags',
      withRule({ when: { tags: ['الف', 'ب'] } }),
      'عضو برچسب «الف» یا «ب» داشته باشد.',
      'the member has the tag "الف" or "ب".',
    ],
  ]);
});
