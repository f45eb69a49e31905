import { z } from 'zod';

const names = z.array(z.string().trim().min(1).max(64)).min(1).max(500);

const kinds = {
  skus: names.optional().describe('Products, by the code that the shop has for them.'),
  groups: names.optional().describe('Product groups.'),
  brands: names.optional().describe('Brands.'),
  tags: names.optional().describe('Tags of a line: organic, promotion …'),
};

/** Which lines of a receipt are meant. */
export const products = z
  .strictObject({
    ...kinds,
    except: z.strictObject(kinds).optional().describe('Not these, whatever else they are.'),
  })
  .describe(
    'Lines of a receipt: those of any kind named here (all lines where none is named), without the exceptions.',
  );
export type Products = z.infer<typeof products>;
