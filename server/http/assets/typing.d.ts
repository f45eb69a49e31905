/** A phone as it is typed or pasted, in any form: «۰۹۱۲ ۳۴۵ ۶۷۸۹». What is no number stays as it is. */
export declare function tidyPhone(typed: string): string;
/** An amount as it is typed or pasted: «۱۸۰٬۰۰۰». What is no whole number stays as it is. */
export declare function tidyAmount(typed: string): string;
/** The Latin digits of an amount; `undefined` for what has anything else in it. */
export declare function tomanOf(typed: string): string | undefined;
