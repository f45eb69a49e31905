import { explains } from './testing/explains.ts';
import { giving, says } from './testing/programs.ts';

describe('describeProgram of messages', () => {
  says([
    [
      'a promotional one',
      giving({ message: 'سلام {name}', kind: 'promotional' }),
      'پیامک تبلیغاتی «سلام {name}» می‌گیرد',
      'the promotional text "سلام {name}"',
    ],
    [
      'one of service, in the language of the reader',
      giving({ message: { fa: 'سلام', en: 'Hello\n{name}' }, kind: 'service' }),
      'پیامک «سلام» می‌گیرد',
      'the text "Hello {name}"',
    ],
  ]);
});

describe('explain, of messages', () => {
  explains([
    [{ kind: 'message', of: 'promotional' }, 'پیامک تبلیغاتی', 'a promotional text'],
    [{ kind: 'message', of: 'service' }, 'پیامک', 'a text'],
    [
      { kind: 'nothing-to-tell' },
      'چیزی که پیامش از آن می‌گوید داده نشد',
      'What its message tells of was not given',
    ],
    [{ kind: 'promotions-stopped' }, 'پیام تبلیغاتی نمی‌خواهد', 'Promotional messages are not wanted'],
  ]);
});
