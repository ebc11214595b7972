import { useQuery } from '@tanstack/react-query';
import { client } from '../../feed/client.ts';

/**
 * Every run, newest first. The host reads the whole ledger for it, so a fleet with a long history is asked less often.
 */
export const useRuns = () =>
  useQuery({
    queryKey: ['runs'],
    queryFn: async () => {
      const askedMs = performance.now();
      const { runs } = await client.runs.list();
      return { runs, tookMs: performance.now() - askedMs };
    },
    staleTime: 0,
    refetchInterval: ({ state }) => Math.max(5000, 50 * (state.data?.tookMs ?? 0)),
  });
