import { z } from 'zod';
import sources from './sources.json' with { type: 'json' };

/** Where a claim comes from: the maker's words, recordings of real plugs, documents of tools, reports of owners. */
const Kind = z.enum(['vendor', 'vendor-app', 'data', 'doc', 'field']);
type Kind = z.infer<typeof Kind>;

const known = z.record(z.string(), z.strictObject({ kind: Kind, title: z.string().min(1) })).parse(sources);

/** The key of a source in sources.json. */
export const SourceKey = z.enum(Object.keys(known));

/** Title of a source, to be printed with a claim. */
export const sourceTitle = (key: string): string => (Object.hasOwn(known, key) ? (known[key]?.title ?? key) : key);

/** What kind of source it is; undefined for one that is not known. */
export const sourceKind = (key: string): Kind | undefined => (Object.hasOwn(known, key) ? known[key]?.kind : undefined);
