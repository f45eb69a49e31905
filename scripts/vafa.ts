import { exitCodeOf } from './verbs/fail.ts';
import { createCommand } from './verbs/command.ts';

// `vafa … | head` ends the reader before the writer: no fault of anybody's.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await createCommand().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
