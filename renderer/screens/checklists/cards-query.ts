import { useQuery } from '@tanstack/react-query';
import { client } from '../../feed/client.ts';

/** How the cards of a run stand; others may tick as well, so it is asked again, a long list less often. */
export const useRunCards = (run: string) =>
  useQuery({
    queryKey: ['cards', run],
    queryFn: async () => {
      const askedMs = performance.now();
      const shown = await client.cards.show({ run });
      return { ...shown, tookMs: performance.now() - askedMs };
    },
    staleTime: 0,
    refetchInterval: ({ state }) => Math.max(5000, 50 * (state.data?.tookMs ?? 0)),
  });
