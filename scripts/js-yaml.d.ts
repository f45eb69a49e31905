/** The little of the package that is used; it has no types of its own. */
declare module 'js-yaml' {
  /** Parses one document of YAML 1.2, with merge keys. Throws where it is none. */
  export function load(text: string): unknown;
}
