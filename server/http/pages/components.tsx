import type { ComponentChildren } from 'preact';
import { nationalPhone } from '../../../rules/phone.ts';
import { formatMoney, formatNumber, persianDigits } from '../../../templates/formats.ts';
import { csrfField } from '../staff/csrf.ts';

/** The form's token, without which nothing is written. */
export function Token({ csrf }: { csrf: string }) {
  return <input type="hidden" name={csrfField} value={csrf} />;
}

/** A number as people here read it, «۰۹۱۲ ۳۴۵ ۶۷۸۹»; left to right wherever it stands. */
export function Phone({ phone }: { phone: string }) {
  return (
    <bdi dir="ltr" class="phone">
      {writtenPhone(phone)}
    </bdi>
  );
}

export function writtenPhone(phone: string): string {
  return persianDigits(nationalPhone(phone).replace(/^(09\d\d)(\d{3})(\d{4})$/, '$1 $2 $3'));
}

/** A whole number, grouped. */
export function Count({ of }: { of: number }) {
  return <span class="number">{formatNumber(of, 'fa')}</span>;
}

/** An amount in toman, the unit small beside it. */
export function Toman({ rial }: { rial: number }) {
  const written = formatMoney(rial, 'fa');
  const whole = rial % 10 === 0;
  return (
    <span class="money">
      <span class="number">{whole ? formatNumber(rial / 10, 'fa') : written}</span>
      {whole && <span class="unit"> تومان</span>}
    </span>
  );
}

const icons = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warning: 'M12 4l9 16H3l9-16zm0 6v4m0 3v.5',
  back: 'M4 12h16m-6-6l6 6-6 6',
  undo: 'M9 14l-5-5 5-5M4 9h10a6 6 0 010 12h-3',
  message: 'M4 5h16v11H9l-5 4V5z',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zm-8 8c1-4 4-6 8-6s7 2 8 6',
} as const;

/** A small drawing that says nothing the words beside it do not. */
export function Icon({ name }: { name: keyof typeof icons }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={icons[name]} />
    </svg>
  );
}

/** Something went wrong: what, and what to do. */
export function Alert({ id, children }: { id?: string; children: ComponentChildren }) {
  return (
    <div class="alert" role="alert" {...(id !== undefined && { id })}>
      <Icon name="warning" />
      <div>{children}</div>
    </div>
  );
}

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  /** Small words beside the label. */
  readonly note?: string;
  readonly value: string | undefined;
  /** What is wrong with the value, as a sentence. */
  readonly problem?: ComponentChildren;
  readonly maxLength: number;
  readonly autofocus?: boolean;
  readonly placeholder?: string;
  /** What browsers may fill in; nothing when not given. */
  readonly autocomplete?: string;
  /** The value is Latin: a login. */
  readonly latin?: boolean;
}

/** A labelled line of text with its own fault under it. */
export function Field({
  name,
  label,
  note,
  problem,
  latin = false,
  autocomplete = 'off',
  ...rest
}: FieldProps) {
  const faulty = problem !== undefined;
  return (
    <div class="field">
      <label for={name}>
        {label} {note !== undefined && <span class="note">{note}</span>}
      </label>
      <input
        type="text"
        id={name}
        name={name}
        autocomplete={autocomplete}
        {...rest}
        {...(latin && { dir: 'ltr' as const, autocapitalize: 'none', spellcheck: false })}
        {...(faulty && { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-problem` })}
      />
      {faulty && (
        <p class="problem" id={`${name}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
