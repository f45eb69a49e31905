/**
 * The little that moves at the counter: fields that tidy what is typed and forget what was wrong before, the
 * amount in words, the countdown of undoing, Escape, and a sentence when the server cannot be reached.
 * Everything works without it, only plainer.
 */
import { numberInWords } from '../../../templates/number-words.js';
import { tidyAmount, tidyPhone, tomanOf } from './typing.js';

const tidies = { phone: tidyPhone, amount: tidyAmount };
const isDigit = (character) => /[\d۰-۹٠-٩+]/.test(character);

/** Rewrites a field, and leaves the caret behind the same digit as before. */
function tidyField(field) {
  const tidy = tidies[field.dataset.type];
  const written = tidy(field.value);
  if (written === field.value) return;
  const behind = [...field.value.slice(field.selectionEnd)].filter(isDigit).length;
  field.value = written;
  let caret = written.length;
  for (let seen = 0; caret > 0 && seen < behind; caret -= 1) if (isDigit(written[caret - 1])) seen += 1;
  if (document.activeElement === field) field.setSelectionRange(caret, caret);
}

/** Backspace over a separator takes the digit before it, not the separator that would come back at once. */
function skipSeparator(event) {
  const field = event.target;
  if (event.inputType !== 'deleteContentBackward' || !field.dataset?.type) return;
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (start !== end || start < 1 || isDigit(value[start - 1])) return;
  field.setSelectionRange(start - 1, start - 1);
}

function showWords() {
  const words = document.querySelector('[data-words]');
  const field = words && document.getElementById(words.dataset.words);
  if (!field) return;
  const toman = tomanOf(field.value);
  const spelled = toman === undefined ? '' : numberInWords(Number(toman), 'fa');
  words.textContent = spelled === '' ? '' : `${spelled} تومان`;
}

/** What was wrong with a field is not said of what is typed anew. */
function forgetProblem(field) {
  if (field.getAttribute('aria-invalid') !== 'true') return;
  field.removeAttribute('aria-invalid');
  field.removeAttribute('aria-describedby');
  document.getElementById(`${field.id}-problem`)?.remove();
}

document.addEventListener('beforeinput', skipSeparator);
document.addEventListener('input', (event) => {
  if (event.target.dataset?.type && !event.isComposing) tidyField(event.target);
  forgetProblem(event.target);
  showWords();
});

/** Escape goes to the next customer; in an opened «why?» it closes that first. */
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = document.querySelector('details[open]');
  if (open) {
    open.open = false;
    open.querySelector('summary').focus();
  } else document.querySelector('[data-escape]')?.click();
});

/** The Enter that logged the purchase, pressed once too often, must not take its result away. */
const tooSoonMs = 500;
document.addEventListener(
  'click',
  (event) => {
    const next = event.target.closest?.('[data-next]');
    if (next && performance.now() - Number(next.dataset.shownAt ?? 0) < tooSoonMs) event.preventDefault();
  },
  true,
);

let counting;

/** Counts down what is left for undoing, and takes the offer away when nothing is. */
function countDown() {
  clearInterval(counting);
  const left = document.querySelector('[data-left-ms]');
  if (!left) return;
  const end = performance.now() + Number(left.dataset.leftMs);
  const tick = () => {
    const seconds = Math.ceil((end - performance.now()) / 1000);
    if (seconds <= 0) {
      clearInterval(counting);
      left.closest('[data-undo]').remove();
      return;
    }
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    left.textContent = `${clock.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[digit])} مانده`;
  };
  tick();
  counting = setInterval(tick, 1000);
}

/** What is typed lives on when the server cannot be reached: the form is still there, and its key makes it safe. */
function setOffline(offline) {
  const note = document.getElementById('offline');
  if (note) note.hidden = !offline;
  if (offline) document.querySelector('#desk .primary')?.focus();
}

document.addEventListener('htmx:error', (event) =>
  setOffline(event.detail?.ctx?.request?.method !== undefined),
);
document.addEventListener('htmx:before:request', () => setOffline(false));

function arrive() {
  for (const field of document.querySelectorAll('[data-type]')) tidyField(field);
  for (const next of document.querySelectorAll('[data-next]'))
    next.dataset.shownAt ??= String(performance.now());
  showWords();
  countDown();
}

document.addEventListener('htmx:after:swap', arrive);
arrive();
