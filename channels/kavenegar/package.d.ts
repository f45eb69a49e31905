/** The little of the package that is used; it has no types of its own. */
declare module 'kavenegar' {
  export type Param = string | number | readonly (string | number)[] | null | undefined;
  export type Params = Readonly<Record<string, Param>>;
  export type Callback = (entries: unknown, status: number | undefined, message: string | undefined) => void;
  export interface KavenegarInstance {
    /** Every method goes through it; assigning it replaces the package's own transport. */
    request: (...call: [action: string, method: string, params: Params, callback: Callback]) => void;
    Send(params: Params, callback: Callback): void;
    StatusLocalMessageid(params: Params, callback: Callback): void;
    AccountInfo(params: Params, callback: Callback): void;
  }
  export function KavenegarApi(options: { apikey: string }): KavenegarInstance;
}
