import { expect } from 'chai';
import { programJsonSchema } from './json-schema.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly $ref?: string;
}

describe('programJsonSchema', () => {
  const schema = programJsonSchema() as Node & { readonly $defs?: Readonly<Record<string, Node>> };

  /** What a reference leads to. */
  const meant = (node: Node): Node =>
    node.$ref === undefined ? node : meant(schema.$defs?.[node.$ref.split('/').at(-1) ?? ''] ?? {});

  /** The places of all fields that no words are said about. */
  function silent(node: unknown, place: string): string[] {
    if (typeof node !== 'object' || node === null) return [];
    const { properties = {} } = node as Node;
    const own = Object.entries(properties).filter(
      ([, field]) => (field.description ?? meant(field).description ?? '') === '',
    );
    return [
      ...own.map(([name]) => `${place}.${name}`),
      ...Object.entries(node).flatMap(([name, inner]) => silent(inner, `${place}/${name}`)),
    ];
  }

  it('says what every field means', () => {
    expect(silent(schema, '')).to.deep.equal([]);
  });
});
