import { QueryClient } from '@tanstack/react-query';
import { client } from './client.ts';

/** What was asked of the host once and is kept for a while. */
export const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 5000, refetchOnWindowFocus: true } },
});

export const aboutQuery = { queryKey: ['about'], queryFn: () => client.about() };
