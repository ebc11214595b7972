import { z } from 'zod';

/** A column that holds JSON: what is in it is parsed, and has to fit `schema`. */
export const storedJson = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch (thrown) {
        context.addIssue({ code: 'custom', message: `no JSON: ${String(thrown)}` });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** A column that holds a truth value; STRICT tables have no type of that name. */
export const storedFlag = z.union([z.literal(0), z.literal(1)]).transform((flag) => flag === 1);
