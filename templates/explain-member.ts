import { listOf, quote, say } from './explain-terms.ts';
import type { Language } from './formats.ts';
import type { Education, Gender, MemberUnmet } from './explain-shape.ts';

/** Which condition on the member did not hold: «فقط اعضای خانم؛ جنسیت معلوم نیست». */
export function explainMember(why: MemberUnmet, language: Language): string {
  switch (why.kind) {
    case 'gender': {
      const only = gendersOf(why.needs, language);
      const was =
        why.was === undefined
          ? say(language, 'جنسیت معلوم نیست', 'the gender is not known')
          : say(language, `این عضو ${genderName(why.was, 'fa')} است`, `was ${genderName(why.was, 'en')}`);
      return say(language, `فقط اعضای ${only}؛ ${was}`, `Only ${only} members, ${was}`);
    }
    case 'education': {
      const only = educationsOf(why.needs, language);
      const was =
        why.was === undefined
          ? say(language, 'تحصیلات معلوم نیست', 'the education is not known')
          : say(language, `${educationName(why.was, 'fa')} است`, `was ${educationName(why.was, 'en')}`);
      return say(language, `فقط تحصیلات ${only}؛ ${was}`, `Only with an education of ${only}, ${was}`);
    }
    case 'profile-incomplete': {
      const missing = fieldsOf(why.missing, language);
      return say(language, `هنوز معلوم نیست: ${missing}`, `Not known yet: ${missing}`);
    }
    case 'customer-group': {
      const groups = marksOf(why.needs, language);
      return say(language, `فقط مشتریان گروه ${groups}`, `Only customers of the group ${groups}`);
    }
    case 'tag': {
      const tags = marksOf(why.needs, language);
      return say(language, `فقط اعضای با برچسب ${tags}`, `Only members with the tag ${tags}`);
    }
  }
}

const genderNames: Readonly<Record<Gender, Readonly<Record<Language, string>>>> = {
  female: { fa: 'خانم', en: 'female' },
  male: { fa: 'آقا', en: 'male' },
  other: { fa: 'سایر', en: 'other' },
};

const genderName = (gender: Gender, language: Language) => genderNames[gender][language];

/** «خانم یا آقا» or "female or male". */
export function gendersOf(genders: readonly Gender[], language: Language): string {
  return listOf(
    genders.map((gender) => genderName(gender, language)),
    language,
    'or',
  );
}

const educationNames: Readonly<Record<Education, Readonly<Record<Language, string>>>> = {
  'below-diploma': { fa: 'زیر دیپلم', en: 'less than a diploma' },
  diploma: { fa: 'دیپلم', en: 'diploma' },
  associate: { fa: 'کاردانی', en: 'associate degree' },
  bachelor: { fa: 'کارشناسی', en: 'bachelor' },
  master: { fa: 'کارشناسی ارشد', en: 'master' },
  doctorate: { fa: 'دکتری', en: 'doctorate' },
};

const educationName = (education: Education, language: Language) => educationNames[education][language];

/** «کارشناسی یا دکتری» or "bachelor or doctorate". */
export function educationsOf(educations: readonly Education[], language: Language): string {
  return listOf(
    educations.map((education) => educationName(education, language)),
    language,
    'or',
  );
}

const fieldNames: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  name: { fa: 'نام', en: 'name' },
  birthday: { fa: 'تاریخ تولد', en: 'birthday' },
  gender: { fa: 'جنسیت', en: 'gender' },
  education: { fa: 'تحصیلات', en: 'education' },
};

/** «نام، جنسیت و تاریخ «wedding»»: what may be known of a member. */
export function fieldsOf(fields: readonly string[], language: Language): string {
  return listOf(
    fields.map((field) => fieldNames[field]?.[language] ?? dateCalled(field.replace(/^date:/, ''), language)),
    language,
  );
}

/** «تاریخ «wedding»»; a wedding has a word of its own. */
export function dateCalled(name: string, language: Language): string {
  if (name === 'wedding') return say(language, 'سالگرد ازدواج', 'wedding');
  return say(language, `تاریخ ${quote(name, 'fa')}`, `date ${quote(name, 'en')}`);
}

/** Names that the shop gave, in quotation marks. */
export function marksOf(marks: readonly string[], language: Language): string {
  return listOf(
    marks.map((mark) => quote(mark, language)),
    language,
    'or',
  );
}
