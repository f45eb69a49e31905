/** Where in a text its JSON ends to be right: «line 3, column 5», counted from 1. */
export function faultPlace(text: string, error: unknown): string {
  const before = text.slice(0, faultAt(text, error)).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** What is wrong with it, without the place, which is told by line. */
export function faultWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ (in JSON )?at position \d+.*$/, '');
}

/** The parser does not always tell: then the shortest beginning that has a fault of its own ends with it. */
function faultAt(text: string, error: unknown): number {
  const told = toldAt(error);
  if (told !== undefined) return told;
  let [right, wrong] = [0, text.length + 1];
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2);
    if (isWrong(text.slice(0, middle))) wrong = middle;
    else right = middle;
  }
  return wrong - 1;
}

/** Whether there is more wrong with the beginning of a text than that it ends. */
function isWrong(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return false;
  } catch (error) {
    const told = toldAt(error);
    if (told !== undefined) return told < beginning.length;
    return !(error instanceof Error && error.message.startsWith('Unexpected end'));
  }
}

function toldAt(error: unknown): number | undefined {
  const told = error instanceof Error ? / at position (\d+)/.exec(error.message)?.[1] : undefined;
  return told === undefined ? undefined : Number(told);
}
