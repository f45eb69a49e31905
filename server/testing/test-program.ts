/** The program of the tests: small round numbers, and everything a program can have. */
export const testProgram = {
  code: 'test-club',
  name: 'باشگاه آزمون',
  language: 'fa',
  timeZone: 'Asia/Tehran',
  calendar: 'persian',
  rules: [
    { id: 'joining', name: 'هدیه عضویت', on: 'joining', give: { unit: 'points', fixed: 50 } },
    {
      id: 'by-amount',
      name: 'امتیاز خرید',
      on: 'purchase',
      give: { unit: 'points', give: 1, per: 100_000 },
      expires: { after: { months: 12 } },
    },
    { id: 'birthday', name: 'هدیه تولد', on: 'birthday', give: { unit: 'points', fixed: 100 } },
  ],
  rewards: [
    { id: 'espresso', name: { fa: 'یک اسپرسو', en: 'an espresso' }, points: 100 },
    { id: 'cake', name: { fa: 'یک برش کیک', en: 'a slice of cake' }, points: 250 },
  ],
  nudge: { afterDays: 30 },
  quietHours: { from: '21:00', to: '09:00' },
} as const;
