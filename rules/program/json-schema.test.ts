import { expect } from 'chai';
import { programJsonSchema } from './json-schema.ts';

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly $ref?: string;
}

describe('programJsonSchema', () => {
  const schema = programJsonSchema() as Node & { readonly $defs?: Readonly<Record<string, Node>> };

  /** What is said of a field, by itself or by what it refers to. */
  const saidOf = ({ description = '', $ref }: Node): string =>
    description !== '' || $ref === undefined ? description : saidOf(defined($ref));
  const defined = (ref: string): Node => schema.$defs?.[ref.split('/').at(-1) ?? ''] ?? {};

  /** The places of all fields that no words are said about. */
  function silent(node: unknown, place: string): string[] {
    if (typeof node !== 'object' || node === null) return [];
    const { properties = {} } = node as Node;
    const own = Object.entries(properties).filter(([, field]) => saidOf(field) === '');
    return [
      ...own.map(([name]) => `${place}.${name}`),
      ...Object.entries(node).flatMap(([name, inner]) => silent(inner, `${place}/${name}`)),
    ];
  }

  it('says what every field means', () => {
    expect(silent(schema, '')).to.deep.equal([]);
  });
});
