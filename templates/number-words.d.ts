/** `180000` → «صد و هشتاد هزار» or "one hundred eighty thousand"; '' for what is not a safe integer. */
export declare function numberInWords(number: number, language: 'fa' | 'en'): string;
