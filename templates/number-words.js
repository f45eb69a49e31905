/**
 * Whole numbers in words. Plain JavaScript that imports nothing, so that the counter page loads this very
 * file in the browser (types: number-words.d.ts). No package was fit for it: n2words leaves out «و» and writes
 * «چهار صد», persian-tools weighs 450 kB, num2persian exports uncompiled TypeScript under an unclear licence.
 */

const persian = {
  zero: 'صفر',
  minus: 'منفی',
  and: ' و ',
  toTwenty:
    'یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده'.split(' '),
  tens: 'بیست سی چهل پنجاه شصت هفتاد هشتاد نود'.split(' '),
  hundreds: 'صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد'.split(' '),
  scales: ['', 'هزار', 'میلیون', 'میلیارد', 'تریلیون', 'کوادریلیون'],
};

const english = {
  zero: 'zero',
  minus: 'minus',
  and: ' ',
  toTwenty: (
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen'
  ).split(' '),
  tens: 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' '),
  hundreds: 'one two three four five six seven eight nine'.split(' ').map((digit) => `${digit} hundred`),
  scales: ['', 'thousand', 'million', 'billion', 'trillion', 'quadrillion'],
};

/** `180000` → «صد و هشتاد هزار» or "one hundred eighty thousand"; '' for what is not a safe integer. */
export function numberInWords(number, language) {
  if (!Number.isSafeInteger(number)) return '';
  const words = language === 'fa' ? persian : english;
  if (number === 0) return words.zero;
  const sign = number < 0 ? `${words.minus} ` : '';
  const groups = [];
  for (let rest = Math.abs(number), scale = 0; rest > 0; rest = Math.floor(rest / 1000), scale += 1) {
    if (rest % 1000 !== 0) groups.unshift(groupInWords(rest % 1000, words.scales[scale], words));
  }
  return sign + groups.join(words.and);
}

/** One group of three digits with its scale. Persian says «هزار», not «یک هزار», but «یک میلیون». */
function groupInWords(group, scale, words) {
  if (words === persian && group === 1 && scale === persian.scales[1]) return scale;
  const hundreds = group >= 100 ? [words.hundreds[Math.floor(group / 100) - 1]] : [];
  const spelled = [...hundreds, ...belowHundred(group % 100, words)].join(words.and);
  return scale === '' ? spelled : `${spelled} ${scale}`;
}

function belowHundred(number, words) {
  if (number === 0) return [];
  if (number < 20) return [words.toTwenty[number - 1]];
  const tens = words.tens[Math.floor(number / 10) - 2];
  if (number % 10 === 0) return [tens];
  const ones = words.toTwenty[(number % 10) - 1];
  return words === persian ? [tens, ones] : [`${tens}-${ones}`];
}
