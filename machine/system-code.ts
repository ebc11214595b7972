/** The system's own word for what went wrong (`ENOENT`). */
export const systemCode = (thrown: unknown): string => (thrown as NodeJS.ErrnoException).code ?? 'unknown';
