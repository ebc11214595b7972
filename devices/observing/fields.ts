import { z } from 'zod';

const Fields = z.record(z.string(), z.unknown());

/** An object's fields; undefined for anything else. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | undefined => Fields.safeParse(value).data;
